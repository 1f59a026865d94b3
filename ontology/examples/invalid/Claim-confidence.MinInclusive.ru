PREFIX claim: <https://data.example.org/id/claim/>
PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
DELETE { claim:testholm-withdrawn mir:confidence ?old }
INSERT { claim:testholm-withdrawn mir:confidence "-0.1"^^xsd:decimal }
WHERE { claim:testholm-withdrawn mir:confidence ?old }
