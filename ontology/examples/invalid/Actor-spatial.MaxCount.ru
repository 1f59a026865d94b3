PREFIX actor: <https://data.example.org/id/actor/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX place: <https://data.example.org/id/place/>
INSERT DATA { actor:testholm dct:spatial place:exempelkoping }
