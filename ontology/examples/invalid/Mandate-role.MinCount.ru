PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:party mir:role ?old }
WHERE { situation:party mir:role ?old }
