PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
INSERT DATA { situation:measurement-published mir:nodeCount 5 }
