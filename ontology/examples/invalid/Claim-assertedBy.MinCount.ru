PREFIX claim: <https://data.example.org/id/claim/>
PREFIX mir: <https://w3id.org/munirel/def/>
DELETE { claim:kanada mir:assertedBy ?old }
WHERE { claim:kanada mir:assertedBy ?old }
