PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX place: <https://data.example.org/id/place/>
INSERT DATA { place:exempelkoping mir:latitude 60.6 }
