PREFIX claim: <https://data.example.org/id/claim/>
PREFIX mir: <https://w3id.org/munirel/def/>
DELETE { claim:testholm-withdrawn mir:withdrawnAt ?old }
INSERT { claim:testholm-withdrawn mir:withdrawnAt "i våras" }
WHERE { claim:testholm-withdrawn mir:withdrawnAt ?old }
