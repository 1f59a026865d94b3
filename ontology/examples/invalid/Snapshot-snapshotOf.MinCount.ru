PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX snapshot: <https://data.example.org/id/snapshot/>
DELETE { snapshot:kurs mir:snapshotOf ?old }
WHERE { snapshot:kurs mir:snapshotOf ?old }
