PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:search-start mir:searchedOn ?old }
WHERE { situation:search-start mir:searchedOn ?old }
