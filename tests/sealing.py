"""Releases of graphs that no build would make, sealed as a build seals its own: named as the test wants them."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from pyoxigraph import Quad

from lulea_kg.seal import seal
from lulea_kg.spool import Spool

_ABOUT: Final = {"base": "https://exempelkoping.example/relationer", "referenceDate": "2027-01-15", "datasets": {}}


def sealed(releases: Path, graphs: Mapping[str, Iterable[Quad]]) -> Path:
    """Seal the triples of each named graph as the current release of a folder, and return that folder."""
    spool = Spool()
    for graph, quads in graphs.items():
        spool.put(graph, (f"{quad.triple} .\n" for quad in quads))
    seal(spool, releases, dict(_ABOUT), ())
    return releases
