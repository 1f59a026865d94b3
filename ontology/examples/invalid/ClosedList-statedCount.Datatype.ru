PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:two-twin-towns mir:statedCount ?old }
INSERT { situation:two-twin-towns mir:statedCount 2.0 }
WHERE { situation:two-twin-towns mir:statedCount ?old }
