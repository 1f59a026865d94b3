PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX place: <https://data.example.org/id/place/>
DELETE { place:exempelkoping mir:latitude ?old }
WHERE { place:exempelkoping mir:latitude ?old }
