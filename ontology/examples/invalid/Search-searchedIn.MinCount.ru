PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:search-start mir:searchedIn ?old }
WHERE { situation:search-start mir:searchedIn ?old }
