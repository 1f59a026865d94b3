PREFIX oa: <http://www.w3.org/ns/oa#>
INSERT DATA { <https://data.example.org/id/claim/testholm/1> oa:start 3 ; oa:end 7 }
