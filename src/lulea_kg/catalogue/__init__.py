"""What describes a release to those who gather catalogues: DCAT-AP-SE and VoID."""
