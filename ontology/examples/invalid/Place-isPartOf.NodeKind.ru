PREFIX dct: <http://purl.org/dc/terms/>
PREFIX place: <https://data.example.org/id/place/>
INSERT DATA { place:exempelkoping dct:isPartOf "skrivet som text" }
