PREFIX claim: <https://data.example.org/id/claim/>
PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
INSERT DATA { claim:testholm-withdrawn mir:withdrawnAt "2021-07-02"^^xsd:date }
