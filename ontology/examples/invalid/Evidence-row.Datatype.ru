PREFIX mir: <https://w3id.org/munirel/def/>
DELETE { <https://data.example.org/id/claim/testholm/1> mir:row ?old }
INSERT { <https://data.example.org/id/claim/testholm/1> mir:row 3.0 }
WHERE { <https://data.example.org/id/claim/testholm/1> mir:row ?old }
