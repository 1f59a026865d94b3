"""Every document that the fixture of the faces has: which address, by a name that tells what it is of."""

from typing import Final

import faces

# Keys that lead elsewhere, and things that are gone.
MOVED: Final = ("replaced", "several")
GONE: Final = ("withdrawn-source", "withdrawn-phase", "withdrawn-claim", "erased-person")
_TERMS: Final = {
    "class": "def/TwinTownRelation",
    "property": "def/hasParty",
    "concept": "def/in-force",
    "concept-scheme": "def/StandingScheme",
    "ontology": "def",
    "graph-of-ontology": "graph/ontology",
    "graph-derived": "graph/derived/twinned-with/CC0-1.0",
}


def _documents() -> dict[str, str]:
    things = {name: path for name, path in faces.paths().items() if name not in (*MOVED, *GONE)}
    graphs = {"graph-of-source": f"graph/{things['source']}", "graph-of-dataset": f"graph/{things['dataset']}"}
    found = {name: f"/doc/{path}" for name, path in {**things, **_TERMS, **graphs}.items()}
    earlier = {f"{name}-in-release": f"/release/{{release}}/{things[name]}" for name in ("municipality", "claim")}
    return {**found, "release": "/release/{release}", **earlier}


DOCUMENTS: Final = _documents()


def document(name: str) -> str:
    """Return the address of a document of the fixture."""
    return DOCUMENTS[name].format(release=(faces.releases() / "current").readlink())


def identifier(name: str) -> str:
    """Return the address of a thing itself, which leads to its document."""
    return f"/id/{faces.paths()[name]}" if name in faces.paths() else f"/{_TERMS[name]}"
