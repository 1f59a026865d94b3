PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:review mir:stageType ?old }
INSERT { situation:review mir:stageType mir:unknown }
WHERE { situation:review mir:stageType ?old }
