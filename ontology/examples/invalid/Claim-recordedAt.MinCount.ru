PREFIX claim: <https://data.example.org/id/claim/>
PREFIX mir: <https://w3id.org/munirel/def/>
DELETE { claim:kanada mir:recordedAt ?old }
WHERE { claim:kanada mir:recordedAt ?old }
