PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:code mir:match ?old }
WHERE { situation:code mir:match ?old }
