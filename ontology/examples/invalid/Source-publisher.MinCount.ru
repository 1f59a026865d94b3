PREFIX dct: <http://purl.org/dc/terms/>
PREFIX source: <https://data.example.org/id/source/>
DELETE { source:kurs dct:publisher ?old }
WHERE { source:kurs dct:publisher ?old }
