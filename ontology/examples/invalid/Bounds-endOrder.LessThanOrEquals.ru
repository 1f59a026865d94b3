PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
DELETE { situation:testholm-withdrawn mir:earliestEnd ?old }
INSERT { situation:testholm-withdrawn mir:earliestEnd "1961-01-01"^^xsd:date }
WHERE { situation:testholm-withdrawn mir:earliestEnd ?old }
