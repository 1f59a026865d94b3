PREFIX cty: <http://publications.europa.eu/resource/authority/country/>
PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX situation: <https://data.example.org/id/situation/>
INSERT DATA { situation:arctic-circle mir:memberCountry cty:FIN }
