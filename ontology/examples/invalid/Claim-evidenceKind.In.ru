PREFIX claim: <https://data.example.org/id/claim/>
PREFIX mir: <https://w3id.org/munirel/def/>
DELETE { claim:kanada mir:evidenceKind ?old }
INSERT { claim:kanada mir:evidenceKind mir:unknown }
WHERE { claim:kanada mir:evidenceKind ?old }
