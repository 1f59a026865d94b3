PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
DELETE { situation:testholm mir:earliestBegin ?old }
INSERT { situation:testholm mir:earliestBegin "1976-01-01"^^xsd:date }
WHERE { situation:testholm mir:earliestBegin ?old }
