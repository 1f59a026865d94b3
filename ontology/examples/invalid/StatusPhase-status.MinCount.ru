PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:kanada mir:status ?old }
WHERE { situation:kanada mir:status ?old }
