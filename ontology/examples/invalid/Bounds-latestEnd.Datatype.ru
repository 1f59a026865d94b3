PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:testholm-withdrawn mir:latestEnd ?old ; mir:earliestEnd ?end ; mir:earliestBegin ?begin }
INSERT { situation:testholm-withdrawn mir:latestEnd "1960" }
WHERE { situation:testholm-withdrawn mir:latestEnd ?old ; mir:earliestEnd ?end ; mir:earliestBegin ?begin }
