PREFIX cooperation: <https://data.example.org/id/cooperation/>
PREFIX mir: <https://w3id.org/munirel/def/>
INSERT DATA { cooperation:kanada mir:hasParty "skrivet som text" }
