PREFIX actor: <https://data.example.org/id/actor/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
INSERT DATA { actor:testholm skos:prefLabel "Second name" }
