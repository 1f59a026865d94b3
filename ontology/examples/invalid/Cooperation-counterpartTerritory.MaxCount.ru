PREFIX cooperation: <https://data.example.org/id/cooperation/>
PREFIX cty: <http://publications.europa.eu/resource/authority/country/>
PREFIX mir: <https://w3id.org/munirel/def/>
INSERT DATA { cooperation:kanada mir:counterpartTerritory cty:USA }
