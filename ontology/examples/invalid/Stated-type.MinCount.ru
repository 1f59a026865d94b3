PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:kanada ?property ?value }
WHERE { situation:kanada ?property ?value }
