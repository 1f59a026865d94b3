PREFIX place: <https://data.example.org/id/place/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
DELETE { place:exempelkoping skos:prefLabel ?old }
WHERE { place:exempelkoping skos:prefLabel ?old }
