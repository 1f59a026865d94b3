PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
DELETE { situation:arctic-circle mir:ofDefinition ?old }
WHERE { situation:arctic-circle mir:ofDefinition ?old }
