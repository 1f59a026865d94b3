PREFIX actor: <https://data.example.org/id/actor/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
DELETE { actor:testholm skos:prefLabel ?old }
WHERE { actor:testholm skos:prefLabel ?old }
