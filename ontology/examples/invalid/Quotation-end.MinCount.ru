PREFIX oa: <http://www.w3.org/ns/oa#>
DELETE { <https://data.example.org/id/claim/kanada/1> oa:end ?old }
WHERE { <https://data.example.org/id/claim/kanada/1> oa:end ?old }
