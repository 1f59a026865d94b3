PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:testholm-withdrawn mir:interpretedBy ?old }
WHERE { situation:testholm-withdrawn mir:interpretedBy ?old }
