PREFIX oa: <http://www.w3.org/ns/oa#>
DELETE { <https://data.example.org/id/claim/testholm/1> oa:hasSource ?old }
WHERE { <https://data.example.org/id/claim/testholm/1> oa:hasSource ?old }
