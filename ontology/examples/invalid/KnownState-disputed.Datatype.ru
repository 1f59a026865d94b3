PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:state-testholm mir:disputed ?old }
INSERT { situation:state-testholm mir:disputed "no" }
WHERE { situation:state-testholm mir:disputed ?old }
