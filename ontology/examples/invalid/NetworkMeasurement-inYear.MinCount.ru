PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:measurement-published mir:inYear ?old }
WHERE { situation:measurement-published mir:inYear ?old }
