PREFIX mir: <https://w3id.org/munirel/def/>
DELETE { <https://data.example.org/id/claim/testholm/1> mir:row ?old }
INSERT { <https://data.example.org/id/claim/testholm/1> mir:row 1 }
WHERE { <https://data.example.org/id/claim/testholm/1> mir:row ?old }
