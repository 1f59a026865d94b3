"""Loading a release into a SPARQL server, graph by graph, so that an interruption is seen and running again mends it.

A graph of its own on the server says which release it holds, whether all of it, and each loaded graph's digest.
"""

import json
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, Final

from lulea_kg.errors import Unavailable
from lulea_kg.graphs import ntriples
from lulea_kg.names import Names
from lulea_kg.release import Release
from lulea_kg.stores.embedded import EmbeddedStore
from lulea_kg.stores.remote import RemoteStore
from lulea_kg.terms import DCT, MIR

# Triples sent at once: what bounds the memory of both sides.
CHUNK: Final = 50_000
_MARK: Final = f"""SELECT ?mark ?identifier ?state WHERE {{
  GRAPH ?mark {{ ?release <{MIR}pushState> ?state ; <{DCT}identifier> ?identifier }} }}"""
_DIGESTS: Final = "SELECT ?graph ?digest WHERE { GRAPH <%s> { ?graph <" + MIR + "graphDigest> ?digest } }"
_DATASETS: Final = """PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dct: <http://purl.org/dc/terms/>
SELECT DISTINCT ?name ?licence WHERE { ?dataset a dcat:Dataset ; dct:identifier ?name ; dct:license ?licence }
ORDER BY ?name"""


def push(release: Release, store: RemoteStore, progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Make the server hold exactly this release beside what is not ours; return how many graphs were sent.

    A graph that the server has from an earlier push with the same content is not sent again.
    """
    base, graphs = release.manifest["base"], release.manifest["graphs"]
    mark = f"{base}/graph/push"
    others = [found for found in _rows(store, _MARK) if found["mark"] != mark]
    _refuse_several(store, [{"mark": mark}, *others])
    held = {row["graph"]: row["digest"] for row in _rows(store, _DIGESTS % mark)}
    # Ours is what this release has, what an earlier push noted, and what lies under our base; all else stays.
    there = {g for g in store.graphs() if g in graphs or g in held or g.startswith(f"{base}/graph/")} - {mark}
    kept = {graph for graph in there if graph in graphs and held.get(graph) == graphs[graph]}
    wanted = sorted(graphs.keys() - kept)
    store.replace(mark, _marked(release, kept, "incomplete") + b"".join(_digest(g, "") for g in sorted(there - kept)))
    store.check_union()
    local = release.open_store()
    for number, graph in enumerate(wanted, start=1):
        for index, chunk in enumerate(_chunks(local, graph)):
            (store.add if index else store.replace)(graph, chunk)
        store.add(mark, _digest(graph, graphs[graph]))
        progress(number, len(wanted))
    for graph in sorted(there - graphs.keys()):
        store.delete(graph)
    store.replace(mark, _marked(release, graphs.keys(), "complete"))
    return len(wanted)


class RemoteRelease:
    """The release a server holds, asked like one in a folder. Raises Unavailable when it holds none, or half of one."""

    def __init__(self, store: RemoteStore) -> None:
        marks = _rows(store, _MARK)
        _refuse_several(store, marks)
        if not marks or marks[0]["state"] != "complete":
            raise Unavailable("half-loaded" if marks else "nothing-loaded", file=store.endpoint)
        store.check_union()
        self._store = store
        self.id = marks[0]["identifier"]
        self.manifest: dict[str, Any] = {
            "id": self.id,
            "base": marks[0]["mark"].removesuffix("/graph/push"),
            "datasets": _rows(store, _DATASETS),
        }
        self.report: dict[str, Any] = {"findings": [], "phrases": {"checkedSources": [], "notRechecked": 0}}

    def open_store(self) -> RemoteStore:
        """Return the server's store."""
        return self._store

    def open_names(self) -> Names:
        """Index the names the server holds, in memory."""
        return Names.build(self._store)


def _refuse_several(store: RemoteStore, marks: list[dict[str, str]]) -> None:
    """Raise Unavailable for a server with releases under several bases: no answer could tell them apart."""
    if len(marks) > 1:
        raise Unavailable("several-releases", file=store.endpoint, found=", ".join(sorted(m["mark"] for m in marks)))


def _chunks(local: EmbeddedStore, graph: str) -> Iterator[bytes]:
    triples = (quad.triple for quad in local.quads(graph))
    while chunk := list(islice(triples, CHUNK)):
        yield ntriples(chunk)


def _marked(release: Release, graphs: Any, state: str) -> bytes:
    stem = f"<{release.manifest['base']}/graph/push>"
    lines = [
        f'{stem} <{DCT}identifier> "{release.id}" .\n{stem} <{MIR}pushState> "{state}" .\n'.encode(),
        f"{stem} <{DCT}isPartOf> {stem} .\n".encode(),
    ]
    return b"".join([*lines, *(_digest(graph, release.manifest["graphs"][graph]) for graph in sorted(graphs))])


def _digest(graph: str, digest: str) -> bytes:
    return f'<{graph}> <{MIR}graphDigest> "{digest}" .\n'.encode()


def _rows(store: RemoteStore, sparql: str) -> list[dict[str, str]]:
    bindings = json.loads(store.query(sparql))["results"]["bindings"]
    return [{name: value["value"] for name, value in row.items()} for row in bindings]
