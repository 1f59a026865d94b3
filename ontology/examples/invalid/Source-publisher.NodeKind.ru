PREFIX dct: <http://purl.org/dc/terms/>
PREFIX source: <https://data.example.org/id/source/>
DELETE { source:kurs dct:publisher ?old }
INSERT { source:kurs dct:publisher "skrivet som text" }
WHERE { source:kurs dct:publisher ?old }
