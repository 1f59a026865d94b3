PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX source: <https://data.example.org/id/source/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
INSERT DATA { source:kurs mir:retrievedAt "2021-06-02"^^xsd:date }
