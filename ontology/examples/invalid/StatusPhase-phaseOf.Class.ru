PREFIX actor: <https://data.example.org/id/actor/>
PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:kanada mir:phaseOf ?old }
INSERT { situation:kanada mir:phaseOf actor:testholm }
WHERE { situation:kanada mir:phaseOf ?old }
