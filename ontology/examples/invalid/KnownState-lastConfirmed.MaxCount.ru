PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
INSERT DATA { situation:state-kanada mir:lastConfirmed "2020" }
