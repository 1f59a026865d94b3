PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:benefit mir:declaredBy ?old }
WHERE { situation:benefit mir:declaredBy ?old }
