"""Claims, sources and datasets as triples: the only place that writes claims as RDF.

Each source has a named graph of its own, so that removing it removes all it said and nothing else; what sources share
(actors, places, plans) lies in the graph of its dataset. A graph says itself which dataset it is part of.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from lulea_kg import rows, terms, times
from lulea_kg.datasets import LICENCES
from lulea_kg.iris import Namer, mint
from lulea_kg.model import Claim, Dataset, Place, Reading, Source, finding
from lulea_kg.sources.tables import said_at
from lulea_kg.sources.turtle import Fact
from lulea_kg.terms import DCAT, DCT, MIR, OA, PROV, RDF_TYPE, SCHEMA, XSD
from lulea_kg.times import Bounds

Value = NamedNode | Literal
TOMBSTONES: Final = "erased.csv"
TOMBSTONE_COLUMNS: Final = ("key", "type", "erased_on", "reason")


def ntriples(triples: Iterable[Triple]) -> bytes:
    """Return triples as N-Triples."""
    return serialize(triples, format=RdfFormat.N_TRIPLES) or b""


def dataset(data: Dataset, namer: Namer) -> Iterator[Triple]:
    """Yield the description of a dataset, for its own graph."""
    iri = namer.dataset_iri()
    graph = namer.graph("dataset", iri)
    yield from _about(
        iri,
        (RDF_TYPE, _node(DCAT + "Dataset")),
        *((DCT + "title", Literal(text, language=lang)) for lang, text in data.title.items()),
        (DCT + "identifier", Literal(data.name)),
        (DCT + "license", _node(LICENCES[data.licence])),
        (MIR + "publisherName", Literal(data.publisher)),
        (MIR + "attribution", _text(data.attribution)),
        (MIR + "datasetRole", Literal(data.role)),
        (MIR + "recordedAt", _date(data.recorded_on)),
    )
    yield _part_of(graph, namer)


def replacements(namer: Namer) -> Iterator[Triple]:
    """Yield which keys minted by mistake are replaced by which, from the registry rows of this dataset's base."""
    for entry in namer.registry.own.values():
        if entry.replaced_by and entry.dataset == namer.dataset:
            stem = f"{entry.base}/id/{entry.type}/"
            yield _triple(stem + entry.key, DCT + "isReplacedBy", _node(stem + entry.replaced_by))


def tombstones(data: Dataset, namer: Namer) -> Iterator[Triple]:
    """Yield what is left of the things that were erased from this dataset: their key, the day, the reason."""
    path = data.folder / TOMBSTONES
    for row in rows.read(path, TOMBSTONE_COLUMNS)[0] if path.exists() else []:
        iri = f"{namer.base}/id/{row['type']}/{row['key']}"
        times.day(row["erased_on"])
        yield from _about(
            iri,
            (MIR + "erasedOn", _typed(row["erased_on"], "date")),
            (MIR + "erasedReason", _text(row["reason"])),
        )


def source(described: Source, namer: Namer) -> Iterator[Triple]:
    """Yield the description of a source and its snapshot, for the source's graph."""
    snapshot = snapshot_iri(described, namer)
    yield from _about(
        described.iri,
        (RDF_TYPE, _node(MIR + "Source")),
        (DCT + "identifier", Literal(described.key)),
        (DCT + "title", Literal(described.title, language=described.language)),
        (MIR + "sourceType", _concept(described.type)),
        (DCT + "publisher", _node(described.publisher)),
        (DCT + "language", Literal(described.language)),
        (MIR + "retrievedAt", _date(described.retrieved)),
        (MIR + "published", _text(described.published)),
        (SCHEMA + "url", _uri(described.url)),
        (DCT + "license", _text(described.licence)),
        (MIR + "archivedAt", _uri(described.archived_url)),
    )
    if described.sha256:
        yield from _about(
            snapshot,
            (RDF_TYPE, _node(MIR + "Snapshot")),
            (MIR + "snapshotOf", _node(described.iri)),
            (MIR + "sha256", Literal(described.sha256)),
        )
    yield _part_of(namer.graph("source", described.iri), namer)


def claim(stated: Claim, namer: Namer) -> Iterator[Triple]:
    """Yield a claim of a table with its situation, cooperation and evidence, for its source's graph."""
    yield from _phase(stated)
    yield from _evidence(stated, namer)
    yield from _about(
        stated.iri,
        (RDF_TYPE, _node(MIR + "Claim")),
        (MIR + "states", _node(stated.situation)),
        (MIR + "modality", _concept(stated.modality)),
        (MIR + "assertedBy", _node(stated.asserted_by)),
        (MIR + "basis", _concept(stated.basis)),
        (MIR + "inference", _concept(stated.inference)),
        (MIR + "method", _concept(stated.method)),
        (MIR + "evidenceKind", _concept("quoted" if stated.evidence.phrase else "transcribed")),
        (OA + "hasTarget", _node(stated.iri + "/1")),
        (PROV + "hadPrimarySource", _node(stated.source.iri)),
        (MIR + "saidAt", _text(stated.said.edtf)),
        (MIR + "saidFrom", _date(stated.said.first)),
        (MIR + "saidTo", _date(stated.said.last)),
        (MIR + "recordedAt", _date(stated.recorded_at)),
        (MIR + "recordedBy", Literal(stated.recorded_by)),
        (MIR + "withdrawnAt", _date(stated.withdrawn_at)),
        (MIR + "withdrawnReason", _text(stated.withdrawn_reason)),
        (MIR + "confidence", _typed(stated.confidence, "decimal")),
        (terms.SKOS + "note", _text(stated.note)),
    )


def completed(
    facts: list[Fact], spoken: Source, data: Dataset, namer: Namer, place: Place, reading: Reading
) -> list[Triple]:
    """Return the facts of a source's Turtle file with what every claim of it shares filled in where it is absent.

    A claim that points to no evidence is a finding in `reading`: a claim without evidence cannot exist.
    """
    about: dict[str, dict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts:
        about[fact.subject][fact.predicate].append(fact.value)
    added: list[Triple] = []
    for iri, told in list(about.items()):
        if _node(MIR + "Claim") not in told[RDF_TYPE]:
            continue
        targets = [target.value for target in told[OA + "hasTarget"]]
        if not targets or not all(_shows_something(about[target]) for target in targets):
            reading.findings.append(finding("no-evidence", place, found=iri))
            continue
        for target in targets:
            quoted = OA + "exact" in about[target]
            origin = snapshot_iri(spoken, namer) if quoted else spoken.iri
            added += _missing(
                target,
                about[target],
                (RDF_TYPE, _node(OA + "SpecificResource")),
                (OA + "hasSource", _node(origin)),
                (MIR + "file", None if quoted else Literal(f"{data.name}/sources/{spoken.key}.ttl")),
            )
        any_quoted = any(OA + "exact" in about[target] for target in targets)
        added += _missing(
            iri,
            told,
            (PROV + "hadPrimarySource", _node(spoken.iri)),
            (MIR + "evidenceKind", _concept("quoted" if any_quoted else "transcribed")),
            (MIR + "recordedAt", _date(data.recorded_on)),
            (MIR + "recordedBy", Literal(data.recorded_by)),
        )
        own = told.get(MIR + "saidAt")
        said = said_at(own[0].value if own else spoken.published)
        stamps = ((MIR + "saidAt", _text(said.edtf)), (MIR + "saidFrom", _date(said.first)))
        added += _missing(iri, told, *stamps, (MIR + "saidTo", _date(said.last)))
    return [fact.triple() for fact in facts] + added


def snapshot_iri(described: Source, namer: Namer) -> str:
    """Return the IRI of a source's snapshot, named by the digest of its text."""
    return f"{namer.base}/id/snapshot/{mint('snapshot', described.sha256)}"


def _phase(stated: Claim) -> Iterator[Triple]:
    phase = stated.phase
    yield from _about(
        phase.cooperation,
        (RDF_TYPE, _node(MIR + "Cooperation")),
        *((MIR + "hasParty", _node(party)) for party in phase.parties),
        (MIR + "counterpartTerritory", _node(phase.territory) if phase.territory else None),
    )
    yield from _about(
        stated.situation,
        (RDF_TYPE, _node(MIR + "StatusPhase")),
        (MIR + "phaseOf", _node(phase.cooperation)),
        (MIR + "status", _concept(phase.status)),
        (MIR + "kind", _concept(phase.kind)),
        (MIR + "edtf", _text(phase.edtf)),
        *_bounds(phase.bounds),
        *((MIR + "interpretedBy", _concept(inference)) for inference in phase.interpreted_by),
        (MIR + "decidingBody", _text(phase.deciding_body)),
        (MIR + "initiator", _text(phase.initiator)),
        (MIR + "reason", _text(phase.reason)),
    )


def _evidence(stated: Claim, namer: Namer) -> Iterator[Triple]:
    evidence, target = stated.evidence, stated.iri + "/1"
    yield _triple(target, RDF_TYPE, _node(OA + "SpecificResource"))
    if evidence.phrase:
        yield from _about(
            target,
            (OA + "hasSource", _node(snapshot_iri(stated.source, namer))),
            (OA + "exact", Literal(evidence.phrase, language=stated.source.language)),
            (OA + "start", _typed(str(evidence.start), "integer")),
            (OA + "end", _typed(str(evidence.end), "integer")),
        )
    else:
        yield _triple(target, OA + "hasSource", _node(stated.source.iri))
    yield from _about(
        target,
        (MIR + "file", Literal(evidence.file)),
        (MIR + "row", _typed(str(evidence.row), "integer")),
        (MIR + "column", Literal("phrase" if evidence.phrase else "status")),
    )


def _bounds(bounds: Bounds) -> Iterator[tuple[str, Value | None]]:
    yield MIR + "earliestBegin", _date(bounds.earliest_begin)
    yield MIR + "latestBegin", _date(bounds.latest_begin)
    yield MIR + "earliestEnd", _date(bounds.earliest_end)
    yield MIR + "latestEnd", _date(bounds.latest_end)


def _about(subject: str, *facts: tuple[str, Value | None]) -> Iterator[Triple]:
    return (_triple(subject, predicate, value) for predicate, value in facts if value is not None)


def _shows_something(evidence: dict[str, list[Value]]) -> bool:
    """Tell whether an evidence node holds words, or names a file, row or column: else it is no evidence."""
    return any(name in evidence for name in (OA + "exact", MIR + "file", MIR + "row", MIR + "column"))


def _missing(subject: str, present: dict[str, list[Value]], *facts: tuple[str, Value | None]) -> list[Triple]:
    return list(_about(subject, *(fact for fact in facts if fact[0] not in present)))


def _part_of(graph: str, namer: Namer) -> Triple:
    return _triple(graph, DCT + "isPartOf", _node(namer.dataset_iri()))


def _triple(subject: str, predicate: str, value: Value) -> Triple:
    return Triple(_node(subject), _node(predicate), value)


def _node(iri: str) -> NamedNode:
    return NamedNode(iri)


def _concept(code: str) -> NamedNode | None:
    return NamedNode(MIR + code) if code else None


def _text(text: str | None) -> Literal | None:
    return Literal(text) if text else None


def _uri(address: str) -> Literal | None:
    return _typed(address, "anyURI")


def _date(moment: date | None) -> Literal | None:
    return _typed(moment.isoformat() if moment else "", "date")


def _typed(text: str, datatype: str) -> Literal | None:
    return Literal(text, datatype=NamedNode(XSD + datatype)) if text else None
