"""All HTTP faces of a sealed release: documents, SPARQL, named queries, look-up, catalogue. Read-only throughout."""
