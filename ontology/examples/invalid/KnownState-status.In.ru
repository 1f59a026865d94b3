PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:state-testholm mir:status ?old }
INSERT { situation:state-testholm mir:status mir:unknown }
WHERE { situation:state-testholm mir:status ?old }
