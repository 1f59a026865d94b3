PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX situation: <https://data.example.org/id/situation/>
INSERT DATA { situation:measurement-twinned rdfs:label "ännu en"@sv }
