PREFIX schema: <https://schema.org/>
PREFIX source: <https://data.example.org/id/source/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
DELETE { source:kurs schema:url ?old }
INSERT { source:kurs schema:url "www.example.org/kurs"^^xsd:anyURI }
WHERE { source:kurs schema:url ?old }
