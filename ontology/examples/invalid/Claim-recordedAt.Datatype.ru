PREFIX claim: <https://data.example.org/id/claim/>
PREFIX mir: <https://w3id.org/munirel/def/>
DELETE { claim:kanada mir:recordedAt ?old }
INSERT { claim:kanada mir:recordedAt "i våras" }
WHERE { claim:kanada mir:recordedAt ?old }
