PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:review mir:execution ?old }
WHERE { situation:review mir:execution ?old }
