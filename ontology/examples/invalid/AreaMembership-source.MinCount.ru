PREFIX dct: <http://purl.org/dc/terms/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:arctic-circle dct:source ?old }
WHERE { situation:arctic-circle dct:source ?old }
