PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:code mir:match ?old }
INSERT { situation:code mir:match mir:unknown }
WHERE { situation:code mir:match ?old }
