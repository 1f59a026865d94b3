PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX source: <https://data.example.org/id/source/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
DELETE { source:kurs mir:archivedAt ?old }
INSERT { source:kurs mir:archivedAt "archive.example.org/kurs"^^xsd:anyURI }
WHERE { source:kurs mir:archivedAt ?old }
