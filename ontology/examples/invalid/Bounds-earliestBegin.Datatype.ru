PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:testholm mir:earliestBegin ?old ; mir:latestBegin ?other }
INSERT { situation:testholm mir:earliestBegin "1975" }
WHERE { situation:testholm mir:earliestBegin ?old ; mir:latestBegin ?other }
