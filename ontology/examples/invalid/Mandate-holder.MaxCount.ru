PREFIX actor: <https://data.example.org/id/actor/>
PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
INSERT DATA { situation:party mir:holder actor:second-person }
