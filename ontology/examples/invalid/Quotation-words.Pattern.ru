PREFIX oa: <http://www.w3.org/ns/oa#>
DELETE { <https://data.example.org/id/claim/kanada/1> oa:exact ?exact ; oa:start ?start ; oa:end ?end }
INSERT { <https://data.example.org/id/claim/kanada/1> oa:exact "Kommunen har avslutat sitt samarbete med Kanada. Samarbetet med Mallstad kommer inte att prioriteras"@sv ; oa:start 106 ; oa:end 206 }
WHERE { <https://data.example.org/id/claim/kanada/1> oa:exact ?exact ; oa:start ?start ; oa:end ?end }
