PREFIX oa: <http://www.w3.org/ns/oa#>
INSERT DATA { <https://data.example.org/id/claim/kanada/1> oa:exact "avslutat sitt samarbete med Kanada"@en }
