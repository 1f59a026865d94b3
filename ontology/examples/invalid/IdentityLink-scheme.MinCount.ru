PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:code mir:scheme ?old }
WHERE { situation:code mir:scheme ?old }
