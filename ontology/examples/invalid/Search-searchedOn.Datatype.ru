PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:search-start mir:searchedOn ?old }
INSERT { situation:search-start mir:searchedOn "i våras" }
WHERE { situation:search-start mir:searchedOn ?old }
