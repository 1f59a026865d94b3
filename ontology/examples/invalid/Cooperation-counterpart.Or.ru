PREFIX cooperation: <https://data.example.org/id/cooperation/>
PREFIX mir: <https://w3id.org/munirel/def/>
DELETE { cooperation:kanada mir:counterpartTerritory ?old }
WHERE { cooperation:kanada mir:counterpartTerritory ?old }
