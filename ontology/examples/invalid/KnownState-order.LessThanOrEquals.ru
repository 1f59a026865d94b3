PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
DELETE { situation:state-testholm mir:from ?old }
INSERT { situation:state-testholm mir:from "1976-01-01"^^xsd:date }
WHERE { situation:state-testholm mir:from ?old }
