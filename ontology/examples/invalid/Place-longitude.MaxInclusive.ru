PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX place: <https://data.example.org/id/place/>
DELETE { place:exempelkoping mir:longitude ?old }
INSERT { place:exempelkoping mir:longitude 181.0 }
WHERE { place:exempelkoping mir:longitude ?old }
