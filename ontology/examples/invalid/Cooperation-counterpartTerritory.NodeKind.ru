PREFIX cooperation: <https://data.example.org/id/cooperation/>
PREFIX mir: <https://w3id.org/munirel/def/>
DELETE { cooperation:kanada mir:counterpartTerritory ?old }
INSERT { cooperation:kanada mir:counterpartTerritory "skrivet som text" }
WHERE { cooperation:kanada mir:counterpartTerritory ?old }
