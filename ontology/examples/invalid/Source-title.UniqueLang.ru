PREFIX dct: <http://purl.org/dc/terms/>
PREFIX source: <https://data.example.org/id/source/>
INSERT DATA { source:kurs dct:title "ännu en"@sv }
