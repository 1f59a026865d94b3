PREFIX oa: <http://www.w3.org/ns/oa#>
DELETE { <https://data.example.org/id/claim/kanada/1> oa:exact ?old }
INSERT { <https://data.example.org/id/claim/kanada/1> oa:exact "avslutat sitt samarbete med Canadas"@sv }
WHERE { <https://data.example.org/id/claim/kanada/1> oa:exact ?old }
