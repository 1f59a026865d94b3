PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX source: <https://data.example.org/id/source/>
INSERT DATA { source:kurs mir:sourceType mir:page }
