PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:focus-proposed mir:area ?old }
WHERE { situation:focus-proposed mir:area ?old }
