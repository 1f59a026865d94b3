PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:benefit mir:appliesTo ?old }
WHERE { situation:benefit mir:appliesTo ?old }
