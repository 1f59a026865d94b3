PREFIX claim: <https://data.example.org/id/claim/>
PREFIX cooperation: <https://data.example.org/id/cooperation/>
PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
INSERT DATA {
    claim:kanada mir:states situation:second .
    situation:second a mir:StatusPhase ; mir:phaseOf cooperation:kanada ; mir:status mir:lapsed ; mir:kind mir:cooperation
}
