PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX source: <https://data.example.org/id/source/>
DELETE { source:kurs mir:retrievedAt ?old }
INSERT { source:kurs mir:retrievedAt "i våras" }
WHERE { source:kurs mir:retrievedAt ?old }
