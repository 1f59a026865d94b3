PREFIX dct: <http://purl.org/dc/terms/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:meeting dct:title ?old }
WHERE { situation:meeting dct:title ?old }
