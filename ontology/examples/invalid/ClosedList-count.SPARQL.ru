PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:two-twin-towns mir:statedCount ?old }
INSERT { situation:two-twin-towns mir:statedCount 3 }
WHERE { situation:two-twin-towns mir:statedCount ?old }
