PREFIX claim: <https://data.example.org/id/claim/>
PREFIX mir: <https://w3id.org/munirel/def/>
DELETE { claim:kanada mir:states ?old . ?old ?property ?value }
WHERE { claim:kanada mir:states ?old . ?old ?property ?value }
