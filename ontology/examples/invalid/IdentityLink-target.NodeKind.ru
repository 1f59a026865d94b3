PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:code mir:target ?old }
INSERT { situation:code mir:target "skrivet som text" }
WHERE { situation:code mir:target ?old }
