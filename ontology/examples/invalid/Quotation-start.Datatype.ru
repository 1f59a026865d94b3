PREFIX oa: <http://www.w3.org/ns/oa#>
DELETE { <https://data.example.org/id/claim/kanada/1> oa:start ?old }
INSERT { <https://data.example.org/id/claim/kanada/1> oa:start 119.0 }
WHERE { <https://data.example.org/id/claim/kanada/1> oa:start ?old }
