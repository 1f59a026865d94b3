PREFIX claim: <https://data.example.org/id/claim/>
DELETE { claim:testholm ?property ?value }
WHERE { claim:testholm ?property ?value }
