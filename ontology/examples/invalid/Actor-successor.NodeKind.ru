PREFIX actor: <https://data.example.org/id/actor/>
PREFIX mir: <https://w3id.org/munirel/def/>
INSERT DATA { actor:gamla-testholm mir:successor "skrivet som text" }
