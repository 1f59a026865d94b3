PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:focus-proposed mir:ranking ?old }
INSERT { situation:focus-proposed mir:ranking mir:unknown }
WHERE { situation:focus-proposed mir:ranking ?old }
