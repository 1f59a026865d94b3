PREFIX claim: <https://data.example.org/id/claim/>
PREFIX mir: <https://w3id.org/munirel/def/>
DELETE { claim:kanada mir:assertedBy ?old }
INSERT { claim:kanada mir:assertedBy "skrivet som text" }
WHERE { claim:kanada mir:assertedBy ?old }
