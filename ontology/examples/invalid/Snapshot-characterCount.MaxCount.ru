PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX snapshot: <https://data.example.org/id/snapshot/>
INSERT DATA { snapshot:kurs mir:characterCount 7 }
