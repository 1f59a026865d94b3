PREFIX claim: <https://data.example.org/id/claim/>
PREFIX mir: <https://w3id.org/munirel/def/>
DELETE { claim:kanada mir:saidFrom ?old ; mir:saidTo ?to }
INSERT { claim:kanada mir:saidFrom "10 maj" }
WHERE { claim:kanada mir:saidFrom ?old ; mir:saidTo ?to }
