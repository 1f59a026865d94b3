PREFIX cooperation: <https://data.example.org/id/cooperation/>
PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
INSERT DATA { situation:spell-testholm mir:ofCooperation cooperation:provby }
