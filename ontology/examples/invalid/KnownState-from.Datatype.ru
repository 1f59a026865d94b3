PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:state-kanada mir:from ?old }
INSERT { situation:state-kanada mir:from "i våras" }
WHERE { situation:state-kanada mir:from ?old }
