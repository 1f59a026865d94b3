PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:code mir:code ?old }
INSERT { situation:code mir:code 9999 }
WHERE { situation:code mir:code ?old }
