PREFIX claim: <https://data.example.org/id/claim/>
PREFIX mir: <https://w3id.org/munirel/def/>
DELETE { claim:testholm-withdrawn mir:withdrawnReason ?old }
WHERE { claim:testholm-withdrawn mir:withdrawnReason ?old }
