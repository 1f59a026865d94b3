PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX place: <https://data.example.org/id/place/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
DELETE { place:exempelkoping mir:longitude ?old }
INSERT { place:exempelkoping mir:longitude "-181.0"^^xsd:decimal }
WHERE { place:exempelkoping mir:longitude ?old }
