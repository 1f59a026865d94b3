PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:decision mir:decidingBody ?old }
WHERE { situation:decision mir:decidingBody ?old }
