PREFIX dct: <http://purl.org/dc/terms/>
PREFIX source: <https://data.example.org/id/source/>
DELETE { source:kurs dct:title ?old }
WHERE { source:kurs dct:title ?old }
