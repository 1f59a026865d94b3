PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:focus mir:earliestEnd ?old }
INSERT { situation:focus mir:earliestEnd "May 2021" }
WHERE { situation:focus mir:earliestEnd ?old }
