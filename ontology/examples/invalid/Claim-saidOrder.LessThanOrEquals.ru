PREFIX claim: <https://data.example.org/id/claim/>
PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
DELETE { claim:kanada mir:saidFrom ?old }
INSERT { claim:kanada mir:saidFrom "2021-05-11"^^xsd:date }
WHERE { claim:kanada mir:saidFrom ?old }
