PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:measurement-published mir:nodeCount ?old }
INSERT { situation:measurement-published mir:nodeCount "många" }
WHERE { situation:measurement-published mir:nodeCount ?old }
