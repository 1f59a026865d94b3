PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:arctic-circle mir:minimumLatitude ?old }
INSERT { situation:arctic-circle mir:minimumLatitude 91.0 }
WHERE { situation:arctic-circle mir:minimumLatitude ?old }
