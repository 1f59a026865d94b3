PREFIX actor: <https://data.example.org/id/actor/>
PREFIX cooperation: <https://data.example.org/id/cooperation/>
PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:two-twin-towns mir:listItem cooperation:testholm }
INSERT { situation:two-twin-towns mir:listItem actor:testholm }
WHERE {  }
