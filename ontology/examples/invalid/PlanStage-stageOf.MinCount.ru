PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:review mir:stageOf ?old }
WHERE { situation:review mir:stageOf ?old }
