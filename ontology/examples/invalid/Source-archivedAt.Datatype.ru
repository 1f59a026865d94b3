PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX source: <https://data.example.org/id/source/>
DELETE { source:kurs mir:archivedAt ?old }
INSERT { source:kurs mir:archivedAt "https://archive.example.org/kurs" }
WHERE { source:kurs mir:archivedAt ?old }
