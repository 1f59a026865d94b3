"""What must hold of the data: SHACL shapes (pyshacl), and checks/*.rq, which must return nothing."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from lulea_kg import files
from lulea_kg.errors import InputError
from lulea_kg.model import Finding, Place, Reading, Severity
from lulea_kg.rules import is_derived, select
from lulea_kg.stores.embedded import EmbeddedStore
from lulea_kg.terms import code

if TYPE_CHECKING:
    from rdflib import Graph


def run(store: EmbeddedStore, ontology: Path, reading: Reading) -> list[Finding]:
    """Return what the shapes and checks of the `ontology` folder find in `store`, worst first."""
    found = [*validate(_data(store), shapes(ontology), reading), *queries(store, ontology / "checks", reading)]
    return sorted(found, key=lambda f: (f.severity != Severity.VIOLATION, f.place.file, f.place.row or 0, f.rule))


def shapes(ontology: Path) -> "Graph":
    """Return the shapes graph: every file of ontology/shapes."""
    graph = _empty_graph()
    for path in sorted((ontology / "shapes").glob("*.ttl")):
        graph.parse(data=files.read_text(path), format="turtle")
    return graph


def validate(data: "Graph", shapes_: "Graph", reading: Reading) -> Iterator[Finding]:
    """Yield a finding per validation result, named after the shape, placed at the file and row of its focus node."""
    from pyshacl import validate as shacl
    from rdflib import RDF, SH

    _, report, _ = shacl(data, shacl_graph=shapes_, advanced=True, inplace=True)
    if not hasattr(report, "subjects"):
        raise InputError("shapes-failed", found=str(report))
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus = str(report.value(result, SH.focusNode))
        severity = report.value(result, SH.resultSeverity)
        words = {getattr(message, "language", "") or "en": str(message)
                 for message in report.objects(result, SH.resultMessage)}  # fmt: skip
        yield Finding(
            Severity.VIOLATION if severity == SH.Violation else Severity.WARNING,
            code(str(report.value(result, SH.sourceShape))),
            _place(focus, reading),
            words,
            focus,
        )


def queries(store: EmbeddedStore, folder: Path, reading: Reading) -> Iterator[Finding]:
    """Yield a finding per row that a check returns: columns thing, message and meddelande.

    It is a warning where a column severity says so, and stands where the thing does, or the graph if one is named.
    """
    for path in sorted(folder.glob("*.rq")):
        for row in select(store, files.read_text(path)):
            severity = Severity(row.get("severity", "violation"))
            words = {"en": row["message"], "sv": row["meddelande"]}
            yield Finding(severity, path.stem, _place(row.get("graph", row["thing"]), reading), words, row["thing"])


def _place(thing: str, reading: Reading) -> Place:
    """Return where a thing stands; an evidence node stands where its claim does."""
    return reading.places.get(thing) or reading.places.get(thing.rpartition("/")[0]) or Place()


def _data(store: EmbeddedStore) -> "Graph":
    """Return what was stated, as one rdflib graph; the derived layer is our own doing and is tested instead."""
    from lulea_kg.graphs import ntriples

    graph = _empty_graph()
    for name in store.graphs():
        if not is_derived(name) and not name.endswith("/graph/ontology"):
            graph.parse(data=ntriples(quad.triple for quad in store.quads(name)), format="nt")
    return graph


def _empty_graph() -> "Graph":
    from rdflib import Graph

    return Graph()
