PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX place: <https://data.example.org/id/place/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
DELETE { place:exempelkoping mir:longitude ?old }
INSERT { place:exempelkoping mir:longitude "15.5"^^xsd:double }
WHERE { place:exempelkoping mir:longitude ?old }
