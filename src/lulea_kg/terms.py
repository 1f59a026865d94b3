"""The names this product shares with the world: namespaces, prefixes and the IRIs of terms."""

from typing import Final

MIR: Final = "https://w3id.org/munirel/def/"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
DCT: Final = "http://purl.org/dc/terms/"
OA: Final = "http://www.w3.org/ns/oa#"
PROV: Final = "http://www.w3.org/ns/prov#"
SCHEMA: Final = "https://schema.org/"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
ORG: Final = "http://www.w3.org/ns/org#"
DCAT: Final = "http://www.w3.org/ns/dcat#"
COUNTRY: Final = "http://publications.europa.eu/resource/authority/country/"
RDF_TYPE: Final = RDF + "type"

PREFIXES: Final[dict[str, str]] = {
    "cty": COUNTRY,
    "dcat": DCAT,
    "dct": DCT,
    "foaf": FOAF,
    "mir": MIR,
    "oa": OA,
    "org": ORG,
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": PROV,
    "rdf": RDF,
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": SCHEMA,
    "skos": SKOS,
    "xsd": XSD,
}

# The version of the data model; part of every release id, so a new model never passes for an old one.
MODEL_VERSION: Final = "1"
DEFAULT_BASE: Final = "https://w3id.org/munirel"

# Things are named {base}/id/{type}/{key}.
TYPES: Final = ("actor", "place", "cooperation", "source", "snapshot", "claim", "situation", "plan", "dataset")
KEY: Final = r"[a-z2-7]{10}"

# Closed lists a claims table may use; the ontology's schemes hold the same codes (tests/test_terms.py compares them).
STATUS_AXIS: Final[dict[str, str]] = {
    "agreed": "standing",
    "in-force": "standing",
    "ended": "standing",
    "lapsed": "standing",
    "active": "activity",
    "dormant": "activity",
    "paused": "activity",
    "prioritised": "priority",
    "not-prioritised": "priority",
    "listed": "listing",
}
MODALITIES: Final = ("asserted", "announced", "proposed", "permitted", "denied")
KIND_FAMILY: Final[dict[str, str]] = {
    "twin-town": "tie",
    "friendship": "tie",
    "cooperation-agreement": "tie",
    "cooperation": "tie",
    "contact": "tie",
    "letter-of-intent": "tie",
    "border-twin": "tie",
    "project-partnership": "project",
    "network-participation": "network",
    "network-membership": "network",
}


def code(iri: str) -> str:
    """Return the code of a concept: the part of its IRI after the namespace, or the last segment of any other IRI."""
    return iri.removeprefix(MIR) if iri.startswith(MIR) else iri.rstrip("/").rpartition("/")[2]
