PREFIX dct: <http://purl.org/dc/terms/>
PREFIX source: <https://data.example.org/id/source/>
DELETE { source:kurs dct:language ?old }
INSERT { source:kurs dct:language "svenska" }
WHERE { source:kurs dct:language ?old }
