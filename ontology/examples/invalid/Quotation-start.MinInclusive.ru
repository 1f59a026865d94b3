PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
DELETE { <https://data.example.org/id/claim/kanada/1> oa:start ?start ; oa:end ?end }
INSERT { <https://data.example.org/id/claim/kanada/1> oa:start "-1"^^xsd:integer ; oa:end 33 }
WHERE { <https://data.example.org/id/claim/kanada/1> oa:start ?start ; oa:end ?end }
