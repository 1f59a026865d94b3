PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:decision mir:about ?old }
WHERE { situation:decision mir:about ?old }
