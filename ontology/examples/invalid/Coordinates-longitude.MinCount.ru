PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX place: <https://data.example.org/id/place/>
DELETE { place:exempelkoping mir:longitude ?old }
WHERE { place:exempelkoping mir:longitude ?old }
