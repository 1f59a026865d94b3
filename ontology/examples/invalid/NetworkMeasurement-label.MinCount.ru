PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:measurement-published rdfs:label ?old }
WHERE { situation:measurement-published rdfs:label ?old }
