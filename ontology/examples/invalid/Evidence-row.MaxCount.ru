PREFIX mir: <https://w3id.org/munirel/def/>
INSERT DATA { <https://data.example.org/id/claim/testholm/1> mir:row 7 }
