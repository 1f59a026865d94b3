PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:spell-testholm mir:endedBy ?old }
INSERT { situation:spell-testholm mir:endedBy mir:ended }
WHERE { situation:spell-testholm mir:endedBy ?old }
