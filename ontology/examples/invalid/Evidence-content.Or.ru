PREFIX mir: <https://w3id.org/munirel/def/>
DELETE { <https://data.example.org/id/claim/testholm/1> mir:file ?old }
WHERE { <https://data.example.org/id/claim/testholm/1> mir:file ?old }
