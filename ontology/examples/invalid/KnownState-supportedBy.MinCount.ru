PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:state-testholm mir:supportedBy ?old }
WHERE { situation:state-testholm mir:supportedBy ?old }
