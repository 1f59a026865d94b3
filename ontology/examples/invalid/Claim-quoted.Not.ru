PREFIX claim: <https://data.example.org/id/claim/>
PREFIX mir: <https://w3id.org/munirel/def/>
DELETE { claim:testholm mir:evidenceKind ?old }
INSERT { claim:testholm mir:evidenceKind mir:quoted }
WHERE { claim:testholm mir:evidenceKind ?old }
