PREFIX claim: <https://data.example.org/id/claim/>
PREFIX mir: <https://w3id.org/munirel/def/>
DELETE { claim:kanada mir:recordedBy ?old }
INSERT { claim:kanada mir:recordedBy "bo.skribent@example.org" }
WHERE { claim:kanada mir:recordedBy ?old }
