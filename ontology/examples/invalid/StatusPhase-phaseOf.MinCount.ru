PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:kanada mir:phaseOf ?old }
WHERE { situation:kanada mir:phaseOf ?old }
