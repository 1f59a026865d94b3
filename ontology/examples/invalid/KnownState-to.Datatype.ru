PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:state-testholm mir:to ?old ; mir:from ?from }
INSERT { situation:state-testholm mir:to "1975" }
WHERE { situation:state-testholm mir:to ?old ; mir:from ?from }
