PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
DELETE { situation:meeting mir:earliestBegin ?old }
INSERT { situation:meeting mir:earliestBegin "2021-02-01"^^xsd:date }
WHERE { situation:meeting mir:earliestBegin ?old }
