PREFIX dct: <http://purl.org/dc/terms/>
PREFIX situation: <https://data.example.org/id/situation/>
INSERT DATA { situation:meeting dct:title "ännu en"@sv }
