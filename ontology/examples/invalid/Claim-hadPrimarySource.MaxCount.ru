PREFIX claim: <https://data.example.org/id/claim/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX source: <https://data.example.org/id/source/>
INSERT DATA { claim:kanada prov:hadPrimarySource source:register }
