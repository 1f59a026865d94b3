PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX source: <https://data.example.org/id/source/>
INSERT DATA { <https://data.example.org/id/claim/testholm/1> oa:hasSource source:register }
