PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:code mir:identifies ?old }
WHERE { situation:code mir:identifies ?old }
