PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:party mir:organisation ?old }
WHERE { situation:party mir:organisation ?old }
