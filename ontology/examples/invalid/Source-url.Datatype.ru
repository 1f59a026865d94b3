PREFIX schema: <https://schema.org/>
PREFIX source: <https://data.example.org/id/source/>
DELETE { source:kurs schema:url ?old }
INSERT { source:kurs schema:url "https://www.example.org/kurs" }
WHERE { source:kurs schema:url ?old }
