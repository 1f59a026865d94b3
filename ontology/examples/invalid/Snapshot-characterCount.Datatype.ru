PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX snapshot: <https://data.example.org/id/snapshot/>
DELETE { snapshot:kurs mir:characterCount ?old }
INSERT { snapshot:kurs mir:characterCount 900.0 }
WHERE { snapshot:kurs mir:characterCount ?old }
