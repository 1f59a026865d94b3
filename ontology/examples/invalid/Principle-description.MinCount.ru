PREFIX dct: <http://purl.org/dc/terms/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:benefit dct:description ?old }
WHERE { situation:benefit dct:description ?old }
