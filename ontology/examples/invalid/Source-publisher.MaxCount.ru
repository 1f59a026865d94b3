PREFIX actor: <https://data.example.org/id/actor/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX source: <https://data.example.org/id/source/>
INSERT DATA { source:kurs dct:publisher actor:testholm }
