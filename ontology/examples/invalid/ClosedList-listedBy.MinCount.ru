PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:two-twin-towns mir:listedBy ?old }
WHERE { situation:two-twin-towns mir:listedBy ?old }
