PREFIX actor: <https://data.example.org/id/actor/>
PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX plan: <https://data.example.org/id/plan/>
INSERT DATA { plan:oversiktsplan mir:planOf actor:testholm }
