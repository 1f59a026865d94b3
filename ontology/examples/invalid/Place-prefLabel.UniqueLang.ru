PREFIX place: <https://data.example.org/id/place/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
INSERT DATA { place:testholm skos:prefLabel "ännu en"@sv }
