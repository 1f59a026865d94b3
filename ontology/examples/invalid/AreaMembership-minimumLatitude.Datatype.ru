PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
DELETE { situation:arctic-circle mir:minimumLatitude ?old }
INSERT { situation:arctic-circle mir:minimumLatitude "66.56"^^xsd:double }
WHERE { situation:arctic-circle mir:minimumLatitude ?old }
