PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:state-testholm mir:grade ?old }
INSERT { situation:state-testholm mir:grade mir:unknown }
WHERE { situation:state-testholm mir:grade ?old }
