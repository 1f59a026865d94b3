PREFIX dct: <http://purl.org/dc/terms/>
PREFIX place: <https://data.example.org/id/place/>
DELETE { place:exempelkoping dct:source ?old }
WHERE { place:exempelkoping dct:source ?old }
