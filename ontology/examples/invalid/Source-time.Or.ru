PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX source: <https://data.example.org/id/source/>
DELETE { source:vanorter mir:retrievedAt ?old }
WHERE { source:vanorter mir:retrievedAt ?old }
