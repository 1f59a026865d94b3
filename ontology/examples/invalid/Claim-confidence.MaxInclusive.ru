PREFIX claim: <https://data.example.org/id/claim/>
PREFIX mir: <https://w3id.org/munirel/def/>
DELETE { claim:testholm-withdrawn mir:confidence ?old }
INSERT { claim:testholm-withdrawn mir:confidence 1.1 }
WHERE { claim:testholm-withdrawn mir:confidence ?old }
