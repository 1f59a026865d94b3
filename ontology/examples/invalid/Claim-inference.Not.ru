PREFIX claim: <https://data.example.org/id/claim/>
PREFIX mir: <https://w3id.org/munirel/def/>
DELETE { claim:party mir:inference ?old }
WHERE { claim:party mir:inference ?old }
