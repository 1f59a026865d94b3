PREFIX claim: <https://data.example.org/id/claim/>
PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
INSERT DATA { claim:kanada mir:recordedAt "2021-06-03"^^xsd:date }
