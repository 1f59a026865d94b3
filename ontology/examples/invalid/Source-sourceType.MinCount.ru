PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX source: <https://data.example.org/id/source/>
DELETE { source:kurs mir:sourceType ?old }
WHERE { source:kurs mir:sourceType ?old }
