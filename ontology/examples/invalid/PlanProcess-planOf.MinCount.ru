PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX plan: <https://data.example.org/id/plan/>
DELETE { plan:oversiktsplan mir:planOf ?old }
WHERE { plan:oversiktsplan mir:planOf ?old }
