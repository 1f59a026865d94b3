PREFIX claim: <https://data.example.org/id/claim/>
INSERT { claim:second ?property ?value }
WHERE { claim:testholm ?property ?value }
