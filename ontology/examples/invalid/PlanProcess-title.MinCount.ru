PREFIX dct: <http://purl.org/dc/terms/>
PREFIX plan: <https://data.example.org/id/plan/>
DELETE { plan:oversiktsplan dct:title ?old }
WHERE { plan:oversiktsplan dct:title ?old }
