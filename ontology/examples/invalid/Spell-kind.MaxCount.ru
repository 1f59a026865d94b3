PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
INSERT DATA { situation:spell-testholm mir:kind mir:contact }
