PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX snapshot: <https://data.example.org/id/snapshot/>
PREFIX source: <https://data.example.org/id/source/>
INSERT DATA { snapshot:kurs mir:snapshotOf source:register }
