"""Everything the datasets and dumps say, as named graphs in one store: what `build` and `check` begin with."""

import os
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, NamedNode, Quad, RdfFormat, Triple, parse
from pyoxigraph import Dataset as OxDataset

from lulea_kg import files, graphs
from lulea_kg.errors import InputError
from lulea_kg.iris import Namer, Registry
from lulea_kg.model import Dataset, Place, Reading, finding, warning
from lulea_kg.names import Names
from lulea_kg.sources import tables, turtle
from lulea_kg.sources.turtle import Fact
from lulea_kg.stores.embedded import EmbeddedStore
from lulea_kg.terms import MIR, RDF_TYPE

REGISTRY_FILE: Final = "registry.csv"


@dataclass
class Gathered:
    """A filled store, the base things were named under, and what reading found."""

    store: EmbeddedStore
    base: str
    reading: Reading = field(default_factory=Reading)
    registry: Registry = field(default_factory=Registry)


@dataclass(frozen=True)
class _OwnFirst:
    """Looks up what a dataset's tables name: first among the things that dataset describes itself."""

    names: Names
    own: frozenset[str]

    def resolve(self, text: str) -> str:
        return self.names.resolve(text, self.own)

    def country(self, text: str) -> str:
        return self.names.country(text)

    def codes(self, scheme: str) -> list[str]:
        return self.names.codes(scheme)


def gather(datasets: Sequence[Dataset], dumps: Sequence[Path], base: str, *, rebase: bool = False) -> Gathered:
    """Read datasets and dumps into a memory store under `base`; with `rebase` even those that name a base of their own.

    Raises InputError for a file that cannot be read as what it is; faults of single rows are findings.
    """
    gathered = Gathered(EmbeddedStore(), base)
    _put_ontology(gathered.store, base)
    for dump in dumps:
        _take_dump(dump, gathered)
    namers = [Namer((not rebase and dataset.base) or base, dataset.name, gathered.registry) for dataset in datasets]
    for dataset, namer in zip(datasets, namers, strict=True):
        gathered.registry.load(dataset.folder / REGISTRY_FILE, namer.base, dataset.name)
    own: dict[str, frozenset[str]] = {}
    for dataset, namer in zip(datasets, namers, strict=True):
        graph = namer.graph("dataset", namer.dataset_iri())
        shared = _shared(dataset, namer, gathered.reading)
        own[dataset.name] = frozenset(str(getattr(triple.subject, "value", "")) for triple in shared)
        _put(gathered, graph, shared)
    names = Names.build(gathered.store)
    try:
        for dataset, namer in zip(datasets, namers, strict=True):
            _take_sources(dataset, namer, _OwnFirst(names, own[dataset.name]), gathered)
    finally:
        names.close()
    _note_unregistered(gathered)
    return gathered


def _put_ontology(store: EmbeddedStore, base: str) -> None:
    """Put the ontology and its vocabularies into `{base}/graph/ontology`, blank nodes labelled by RDFC-1.0."""
    folder = files.shipped("ontology")
    content = OxDataset()
    for path in [folder / "core.ttl", *sorted((folder / "vocabularies").glob("*.ttl"))]:
        for quad in parse(files.read_text(path), format=RdfFormat.TURTLE):
            content.add(quad)
    content.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    graph = NamedNode(f"{base}/graph/ontology")
    store.extend(Quad(quad.subject, quad.predicate, quad.object, graph) for quad in content)


def _shared(dataset: Dataset, namer: Namer, reading: Reading) -> list[Triple]:
    found = [*graphs.dataset(dataset, namer), *graphs.replacements(namer), *graphs.tombstones(dataset, namer)]
    for path in _turtle_files(dataset.folder):
        place = Place(files.shown(path))
        for fact in turtle.facts(path, namer, ""):
            if fact.graph:
                raise InputError("foreign-graph", file=place.file, found=fact.graph)
            if _is_claim(fact):
                reading.findings.append(finding("claim-outside-source", place, found=fact.subject))
            reading.places.setdefault(fact.subject, place)
            reading.places.setdefault(namer.graph("dataset", namer.dataset_iri()), place)
            found.append(fact.triple())
    return found


def _take_sources(dataset: Dataset, namer: Namer, lookup: _OwnFirst, gathered: Gathered) -> None:
    reading = gathered.reading
    reading.refused.clear()
    known = tables.sources(dataset, namer, lookup, reading)
    by_graph: dict[str, list[Triple]] = defaultdict(list)
    for source in known.values():
        by_graph[source.key] += graphs.source(source, namer)
    tabled = set()
    for claim in tables.claims(dataset, namer, known, lookup, reading):
        by_graph[claim.source.key] += graphs.claim(claim, namer)
        tabled.add(claim.iri)
    for path in _turtle_files(dataset.folder / "sources"):
        place = Place(files.shown(path))
        if path.stem not in known:
            if path.stem not in reading.refused:
                reading.findings.append(finding("missing-source", place, found=path.stem))
            continue
        spoken = list(_placed(path, namer, place, reading))
        reading.places[namer.graph("source", namer.source(path.stem))] = place
        for iri in sorted({fact.subject for fact in spoken if _is_claim(fact)} & tabled):
            other = reading.places[iri].in_language("en")
            reading.findings.append(finding("claim-twice", place, found=iri, expected=other))
        by_graph[path.stem] += graphs.completed(spoken, known[path.stem], dataset, namer, place, reading)
    for key, triples in by_graph.items():
        _put(gathered, namer.graph("source", known[key].iri), triples)


def _turtle_files(folder: Path) -> list[Path]:
    """Return the Turtle and TriG files of a folder, if there is one; raise InputError when it is something else."""
    if not os.path.lexists(folder):
        return []
    try:
        return sorted(path for path in folder.iterdir() if path.suffix in turtle.FORMATS)
    except OSError as error:
        raise InputError("unreadable-file", file=files.shown(folder), found=error.strerror) from error


def _is_claim(fact: Fact) -> bool:
    return fact.predicate == RDF_TYPE and fact.value == NamedNode(MIR + "Claim")


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
            turtle.check_value(quad.predicate.value, quad.object, file)
            yield quad

    gathered.store.extend(wanted())


def _note_unregistered(gathered: Gathered) -> None:
    by_file: dict[str, list[str]] = defaultdict(list)
    for (type_, natural_key), place in gathered.registry.unregistered.items():
        by_file[place.file].append(f"{type_} {natural_key}")
    for file, things in sorted(by_file.items()):
        found = ", ".join(sorted(things)[:3])
        gathered.reading.findings.append(warning("unregistered", Place(file), count=len(things), found=found))
