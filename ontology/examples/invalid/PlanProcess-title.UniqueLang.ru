PREFIX dct: <http://purl.org/dc/terms/>
PREFIX plan: <https://data.example.org/id/plan/>
INSERT DATA { plan:oversiktsplan dct:title "ännu en"@sv }
