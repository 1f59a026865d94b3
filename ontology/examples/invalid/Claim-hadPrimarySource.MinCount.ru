PREFIX claim: <https://data.example.org/id/claim/>
PREFIX prov: <http://www.w3.org/ns/prov#>
DELETE { claim:kanada prov:hadPrimarySource ?old }
WHERE { claim:kanada prov:hadPrimarySource ?old }
