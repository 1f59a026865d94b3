"""The SPARQL service description of a release: what can be asked of /sparql, in which formats, over which graphs."""

from collections.abc import Sequence
from typing import Final

from lulea_kg.terms import RDF_TYPE

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS: Final = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "JSON-LD", "RDF_XML"),
)


def description(address: str, graphs: Sequence[str], *, union: bool) -> bytes:
    """Return the description as N-Triples; `address` is that of the endpoint, `graphs` are the named graphs."""
    service, dataset = f"{address}#service", f"{address}#dataset"
    default = f"{address}#default-graph"
    lines = [
        (service, RDF_TYPE, _SD + "Service"),
        (service, _SD + "endpoint", address),
        (service, _SD + "supportedLanguage", _SD + "SPARQL11Query"),
        (service, _SD + "defaultDataset", dataset),
        (dataset, RDF_TYPE, _SD + "Dataset"),
        (dataset, _SD + "defaultGraph", default),
        (default, RDF_TYPE, _SD + "Graph"),
        *((service, _SD + "feature", _SD + "UnionDefaultGraph") for _ in range(union)),
        *((service, _SD + "resultFormat", f"http://www.w3.org/ns/formats/{name}") for name in _FORMATS),
    ]
    for graph in graphs:
        named = f"{address}#graph/{graph.rpartition('/graph/')[2]}"
        lines += [
            (dataset, _SD + "namedGraph", named),
            (named, RDF_TYPE, _SD + "NamedGraph"),
            (named, _SD + "name", graph),
        ]
    return "".join(f"<{s}> <{p}> <{o}> .\n" for s, p, o in lines).encode()
