PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX plan: <https://data.example.org/id/plan/>
PREFIX situation: <https://data.example.org/id/situation/>
INSERT DATA { situation:benefit mir:proposedIn plan:second }
