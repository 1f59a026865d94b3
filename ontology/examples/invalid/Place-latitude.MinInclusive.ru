PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX place: <https://data.example.org/id/place/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
DELETE { place:exempelkoping mir:latitude ?old }
INSERT { place:exempelkoping mir:latitude "-91.0"^^xsd:decimal }
WHERE { place:exempelkoping mir:latitude ?old }
