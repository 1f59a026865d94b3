PREFIX claim: <https://data.example.org/id/claim/>
PREFIX oa: <http://www.w3.org/ns/oa#>
DELETE { claim:testholm oa:hasTarget ?old }
WHERE { claim:testholm oa:hasTarget ?old }
