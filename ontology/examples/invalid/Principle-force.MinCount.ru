PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:benefit mir:force ?old }
WHERE { situation:benefit mir:force ?old }
