PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:code mir:code ?old }
WHERE { situation:code mir:code ?old }
