PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:spell-testholm mir:kind ?old }
WHERE { situation:spell-testholm mir:kind ?old }
