PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX place: <https://data.example.org/id/place/>
DELETE { place:exempelkoping mir:latitude ?old }
INSERT { place:exempelkoping mir:latitude 91.0 }
WHERE { place:exempelkoping mir:latitude ?old }
