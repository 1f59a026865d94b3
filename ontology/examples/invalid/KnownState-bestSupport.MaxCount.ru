PREFIX claim: <https://data.example.org/id/claim/>
PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
INSERT DATA { situation:state-testholm mir:bestSupport claim:kanada }
