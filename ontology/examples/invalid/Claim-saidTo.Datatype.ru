PREFIX claim: <https://data.example.org/id/claim/>
PREFIX mir: <https://w3id.org/munirel/def/>
DELETE { claim:kanada mir:saidTo ?old ; mir:saidFrom ?from }
INSERT { claim:kanada mir:saidTo "10 maj" }
WHERE { claim:kanada mir:saidTo ?old ; mir:saidFrom ?from }
