"""Everything the datasets and dumps say, as named graphs: what `build` and `check` begin with."""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, NamedNode, RdfFormat, Triple, parse
from pyoxigraph import Dataset as OxDataset

from lulea_kg import files, graphs
from lulea_kg.errors import InputError
from lulea_kg.iris import Namer, Registry
from lulea_kg.model import Dataset, Place, Reading, finding, warning
from lulea_kg.names import Names
from lulea_kg.sources import actors, claims, links, turtle
from lulea_kg.sources.actors import Actor
from lulea_kg.sources.tables import Tables
from lulea_kg.sources.turtle import Fact
from lulea_kg.spool import Spool
from lulea_kg.stores.embedded import EmbeddedStore
from lulea_kg.terms import DCT, MIR, RDF_TYPE, SKOS, code

REGISTRY_FILE: Final = "registry.csv"
# Beyond this many bytes of statements (about a million) the store that is asked lies on disk.
LARGE: Final = 180_000_000
_AT_ONCE: Final = 200_000


@dataclass
class Gathered:
    """What was gathered: the graphs, the base things were named under, and what reading found."""

    spool: Spool
    base: str
    reading: Reading = field(default_factory=Reading)
    registry: Registry = field(default_factory=Registry)

    @cached_property
    def store(self) -> EmbeddedStore:
        """A store of all that was gathered, filled when it is first asked for."""
        return EmbeddedStore.filled(self.spool, on_disk=self.spool.size > LARGE)


@dataclass
class _OwnFirst:
    """Looks up what a dataset's tables name: a natural key first, else among the things it describes itself first."""

    names: Names
    namer: Namer
    own: frozenset[str]
    _found: dict[str, str] = field(default_factory=dict)
    _codes: dict[str, list[str]] = field(default_factory=dict)

    def resolve(self, text: str) -> str:
        if text not in self._found:
            named = text.startswith("~")
            self._found[text] = self.namer.thing("actor", text[1:]) if named else self.names.resolve(text, self.own)
        return self._found[text]

    def country(self, text: str) -> str:
        return self.names.country(text)

    def codes(self, scheme: str) -> list[str]:
        if scheme not in self._codes:
            self._codes[scheme] = self.names.codes(scheme)
        return self._codes[scheme]


@dataclass(frozen=True)
class _Part:
    """One dataset on its way: its tables, and what names its things."""

    dataset: Dataset
    namer: Namer
    tables: Tables

    @property
    def graph(self) -> str:
        return self.namer.graph("dataset", self.namer.dataset_iri())


def gather(datasets: Sequence[Dataset], dumps: Sequence[Path], base: str, *, rebase: bool = False) -> Gathered:
    """Read datasets and dumps under `base`; with `rebase` even those that name a base of their own.

    Raises InputError for a file that cannot be read as what it is; faults of single rows are findings.
    """
    gathered = Gathered(Spool(), base)
    registry, reading, spool = gathered.registry, gathered.reading, gathered.spool
    _put_ontology(spool, base)
    for dump in dumps:
        _take_dump(dump, spool)
    parts = [
        _Part(dataset, Namer((not rebase and dataset.base) or base, dataset.name, registry), Tables(dataset))
        for dataset in datasets
    ]
    for part in parts:
        registry.load(part.dataset.folder / REGISTRY_FILE, part.namer.base, part.dataset.name)
        if part.dataset.keys == "derived":
            things = [
                (type_, row["key"]) for type_ in ("actor", "place") for row in part.tables.rows(f"{type_}s", reading)
            ]
            registry.derive(part.namer.base, part.dataset.name, things)
        links.fold(part.tables, registry, reading)
    known = {row["key"] for part in parts for row in part.tables.rows("actors", reading)}
    registry.keep_folds(known | {key for type_, key in registry.shared if type_ == "actor"})
    own = _take_shared(parts, gathered)
    names = Names.build(EmbeddedStore.filled(spool))
    try:
        for part in parts:
            _take_sources(part, _OwnFirst(names, part.namer, own[part.dataset.name]), gathered)
    finally:
        names.close()
    _note_unregistered(gathered)
    return gathered


def _take_shared(parts: Sequence[_Part], gathered: Gathered) -> dict[str, frozenset[str]]:
    """Put what sources share: datasets, actors, places, what Turtle says; return the things each dataset describes."""
    reading, spool = gathered.reading, gathered.spool
    lines = {part.dataset.name: list(_described(part, reading)) for part in parts}
    countries = _countries(lines.values())
    who: list[tuple[_Part, Actor]] = []
    for part in parts:
        for where in actors.places(part.tables, part.namer, countries, reading):
            lines[part.dataset.name] += graphs.location(where)
        who += ((part, actor) for actor in actors.actors(part.tables, part.namer, countries, reading))
    labels = {actor.iri: actor.name for _, actor in who if not actor.folded} | _labels(lines.values())
    located = f"> <{RDF_TYPE}> <{DCT}Location> .\n"
    places = {line[1 : -len(located)] for found in lines.values() for line in found if line.endswith(located)}
    for part, actor in who:
        lines[part.dataset.name] += graphs.actor(actor, labels.get(actor.iri, ""), part.namer, places)
    for part in parts:
        spool.put(part.graph, lines[part.dataset.name])
    return {name: frozenset(line.partition("> <")[0][1:] for line in found) for name, found in lines.items()}


def _countries(described: Iterable[Iterable[str]]) -> dict[str, str]:
    """Return the EU code of each country code that the datasets know."""
    found: dict[str, str] = {}
    end = f"> <{SKOS}notation> "
    for line in (line for lines in described for line in lines):
        if end in line:
            country, _, value = line.partition(end)
            found[value.split('"')[1]] = code(country)
    return found


def _labels(described: Iterable[Iterable[str]]) -> dict[str, str]:
    end = f"> <{SKOS}prefLabel> "
    found = (line.partition(end) for lines in described for line in lines if end in line)
    return {subject[1:]: value.rpartition('"')[0][1:] for subject, _, value in found}


def _put_ontology(spool: Spool, base: str) -> None:
    """Put the ontology and its vocabularies into `{base}/graph/ontology`, blank nodes labelled by RDFC-1.0."""
    folder = files.shipped("ontology")
    content = OxDataset()
    for path in [folder / "core.ttl", *sorted((folder / "vocabularies").glob("*.ttl"))]:
        for quad in parse(files.read_text(path), format=RdfFormat.TURTLE):
            content.add(quad)
    content.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    spool.put(f"{base}/graph/ontology", (f"{quad.triple} .\n" for quad in content))


def _described(part: _Part, reading: Reading) -> Iterator[str]:
    """Yield what a dataset says outside its sources, actors and places tables."""
    dataset, namer = part.dataset, part.namer
    yield from graphs.dataset(dataset, namer)
    yield from graphs.replacements(namer)
    if dataset.is_workbook:
        return
    yield from graphs.tombstones(dataset, namer)
    for path in _turtle_files(dataset.folder):
        place = Place(files.shown(path))
        for fact in turtle.facts(path, namer, ""):
            if fact.graph:
                raise InputError("foreign-graph", file=place.file, found=fact.graph)
            if _is_claim(fact):
                reading.findings.append(finding("claim-outside-source", place, found=fact.subject))
            reading.places.setdefault(fact.subject, place)
            reading.places.setdefault(part.graph, place)
            yield fact.line()


def _take_sources(part: _Part, lookup: _OwnFirst, gathered: Gathered) -> None:
    reading, dataset, namer = gathered.reading, part.dataset, part.namer
    reading.refused.clear()
    known = claims.sources(part.tables, namer, lookup, reading)
    by_graph: dict[str, list[str]] = defaultdict(list)
    for source in known.values():
        by_graph[source.key] += graphs.source(source, namer)
    tabled = set()
    for claim in (
        *claims.claims(part.tables, dataset, namer, known, lookup, reading),
        *links.links(part.tables, dataset, namer, known, lookup, reading),
    ):
        by_graph[claim.source.key] += graphs.claim(claim, namer)
        tabled.add(claim.iri)
    shared = [line for made in links.searches(part.tables, namer, lookup, reading) for line in graphs.search(made)]
    gathered.spool.put(part.graph, shared)
    for path in [] if dataset.is_workbook else _turtle_files(dataset.folder / "sources"):
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
    for key, lines in by_graph.items():
        gathered.spool.put(namer.graph("source", known[key].iri), lines)


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


def _take_dump(path: Path, spool: Spool) -> None:
    """Take the claims of another release; what it derived and the ontology are made anew."""
    file = files.shown(path)
    held: dict[str, list[str]] = defaultdict(list)
    for number, quad in enumerate(turtle.dump(path), start=1):
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
        held[graph.value].append(f"{quad.triple} .\n")
        if number % _AT_ONCE == 0:
            _flush(held, spool)
    _flush(held, spool)


def _flush(held: dict[str, list[str]], spool: Spool) -> None:
    for graph, lines in held.items():
        spool.put(graph, lines)
    held.clear()


def _note_unregistered(gathered: Gathered) -> None:
    by_file: dict[str, list[str]] = defaultdict(list)
    for (type_, natural_key), place in gathered.registry.unregistered.items():
        by_file[place.file].append(f"{type_} {natural_key}")
    for file, things in sorted(by_file.items()):
        found = ", ".join(sorted(things)[:3])
        gathered.reading.findings.append(warning("unregistered", Place(file), count=len(things), found=found))
