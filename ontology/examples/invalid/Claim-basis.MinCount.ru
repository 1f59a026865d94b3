PREFIX claim: <https://data.example.org/id/claim/>
PREFIX mir: <https://w3id.org/munirel/def/>
DELETE { claim:kanada mir:basis ?old }
WHERE { claim:kanada mir:basis ?old }
