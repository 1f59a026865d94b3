PREFIX actor: <https://data.example.org/id/actor/>
PREFIX claim: <https://data.example.org/id/claim/>
PREFIX mir: <https://w3id.org/munirel/def/>
INSERT DATA { claim:kanada mir:assertedBy actor:testholm }
