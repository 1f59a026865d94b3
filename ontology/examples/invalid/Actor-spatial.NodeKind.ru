PREFIX actor: <https://data.example.org/id/actor/>
PREFIX dct: <http://purl.org/dc/terms/>
DELETE { actor:testholm dct:spatial ?old }
INSERT { actor:testholm dct:spatial "skrivet som text" }
WHERE { actor:testholm dct:spatial ?old }
