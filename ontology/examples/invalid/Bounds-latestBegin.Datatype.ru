PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:kanada mir:latestBegin ?old }
INSERT { situation:kanada mir:latestBegin "May 2021" }
WHERE { situation:kanada mir:latestBegin ?old }
