"""Everything the datasets and dumps say, as named graphs in one store: what `build` and `check` begin with."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from lulea_kg import files, graphs
from lulea_kg.errors import InputError
from lulea_kg.iris import Namer, Registry
from lulea_kg.model import Dataset, Place, Reading, Source, finding, warning
from lulea_kg.names import Names
from lulea_kg.sources import tables, turtle
from lulea_kg.sources.turtle import Fact
from lulea_kg.stores.embedded import EmbeddedStore

REGISTRY_FILE: Final = "registry.csv"


@dataclass
class Gathered:
    """A filled store, the base things were named under, and what reading found."""

    store: EmbeddedStore
    base: str
    reading: Reading = field(default_factory=Reading)
    registry: Registry = field(default_factory=Registry)
    sources: dict[str, Source] = field(default_factory=dict)
    datasets: list[Dataset] = field(default_factory=list)


def gather(datasets: Sequence[Dataset], dumps: Sequence[Path], base: str, *, rebase: bool = False) -> Gathered:
    """Read datasets and dumps into a memory store under `base`; with `rebase` even those that name a base of their own.

    Raises InputError for a file that cannot be read as what it is; faults of single rows are findings.
    """
    gathered = Gathered(EmbeddedStore(), base, datasets=list(datasets))
    for dump in dumps:
        _take_dump(dump, gathered)
    namers = [Namer((not rebase and dataset.base) or base, dataset.name, gathered.registry) for dataset in datasets]
    for dataset, namer in zip(datasets, namers, strict=True):
        gathered.registry.load(dataset.folder / REGISTRY_FILE, namer.base, dataset.name)
    for dataset, namer in zip(datasets, namers, strict=True):
        _put(gathered, namer.graph("dataset", namer.dataset_iri()), _shared(dataset, namer, gathered.reading))
    names = Names.build(gathered.store)
    try:
        for dataset, namer in zip(datasets, namers, strict=True):
            _take_sources(dataset, namer, names, gathered)
    finally:
        names.close()
    _note_unregistered(gathered)
    return gathered


def _shared(dataset: Dataset, namer: Namer, reading: Reading) -> list[Triple]:
    found = [*graphs.dataset(dataset, namer), *graphs.replacements(namer)]
    for path in sorted(dataset.folder.glob("*.ttl")):
        for fact in turtle.facts(path, namer, ""):
            reading.places.setdefault(fact.subject, Place(files.shown(path)))
            found.append(fact.triple())
    return found


def _take_sources(dataset: Dataset, namer: Namer, names: Names, gathered: Gathered) -> None:
    reading = gathered.reading
    known = tables.sources(dataset, namer, names.resolve, reading)
    by_graph: dict[str, list[Triple]] = defaultdict(list)
    for source in known.values():
        gathered.sources[source.iri] = source
        by_graph[source.key] += graphs.source(source, namer)
    for claim in tables.claims(dataset, namer, known, names.resolve, names.country, reading):
        by_graph[claim.source.key] += graphs.claim(claim, namer)
    folder = dataset.folder / "sources"
    for path in sorted(path for path in folder.glob("*") if path.suffix in turtle.FORMATS):
        place = Place(files.shown(path))
        if path.stem not in known:
            reading.findings.append(finding("missing-source", place, found=path.stem))
            continue
        spoken = list(_placed(path, namer, place, reading))
        by_graph[path.stem] += graphs.completed(spoken, known[path.stem], dataset, namer, place, reading)
    for key, triples in by_graph.items():
        _put(gathered, namer.graph("source", known[key].iri), triples)


def _placed(path: Path, namer: Namer, place: Place, reading: Reading) -> Iterable[Fact]:
    own = namer.graph("source", namer.source(path.stem))
    for fact in turtle.facts(path, namer, path.stem):
        if fact.graph not in ("", own, namer.source(path.stem)):
            raise InputError("foreign-graph", file=place.file, found=fact.graph)
        reading.places.setdefault(fact.subject, place)
        yield fact


def _put(gathered: Gathered, graph: str, triples: Iterable[Triple]) -> None:
    name = NamedNode(graph)
    gathered.store.extend(Quad(triple.subject, triple.predicate, triple.object, name) for triple in triples)


def _take_dump(path: Path, gathered: Gathered) -> None:
    """Take the claims of another release; what it derived and the ontology are made anew."""
    file = files.shown(path)

    def wanted() -> Iterable[Quad]:
        for quad in turtle.dump(path):
            graph = quad.graph_name
            if not isinstance(graph, NamedNode):
                raise InputError("dump-without-graph", file=file, found=str(quad.subject))
            if "/graph/derived/" in graph.value or graph.value.endswith("/graph/ontology"):
                continue
            if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
                raise InputError("blank-node", file=file, found=quad.predicate.value)
            if isinstance(quad.object, Triple):
                raise InputError("triple-term", file=file, found=quad.predicate.value)
            yield quad

    gathered.store.extend(wanted())


def _note_unregistered(gathered: Gathered) -> None:
    by_file: dict[str, list[str]] = defaultdict(list)
    for (type_, natural_key), place in gathered.registry.unregistered.items():
        by_file[place.file].append(f"{type_} {natural_key}")
    for file, things in sorted(by_file.items()):
        found = ", ".join(sorted(things)[:3])
        gathered.reading.findings.append(warning("unregistered", Place(file), count=len(things), found=found))
