PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
INSERT DATA { situation:state-testholm mir:to "1975-11-30"^^xsd:date }
