"""Claims, sources, actors and datasets as N-Triples lines: the only place that writes claims as RDF.

Each source has a named graph of its own, so that removing it removes all it said and nothing else; what sources share
(actors, places, plans) lies in the graph of its dataset. A graph says itself which dataset it is part of.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from lulea_kg import rows, terms, times
from lulea_kg.datasets import LICENCES
from lulea_kg.iris import Namer, mint
from lulea_kg.model import Claim, Dataset, Evidence, Identity, Phase, Place, Reading, Source, finding
from lulea_kg.sources.actors import CLASSES, Actor, Location
from lulea_kg.sources.claims import said_at
from lulea_kg.sources.links import Search
from lulea_kg.sources.turtle import Fact
from lulea_kg.terms import DCAT, DCT, MIR, OA, PROV, RDF_TYPE, SCHEMA, SKOS, XSD
from lulea_kg.times import Bounds

TOMBSTONES: Final = "erased.csv"
TOMBSTONE_COLUMNS: Final = ("key", "type", "erased_on", "reason")
_SPECIAL: Final = re.compile(r'["\\\x00-\x1f\x7f-\x9f]')


def ntriples(triples: Iterable[Triple]) -> bytes:
    """Return triples as N-Triples."""
    return serialize(triples, format=RdfFormat.N_TRIPLES) or b""


def dataset(data: Dataset, namer: Namer) -> Iterator[str]:
    """Yield the description of a dataset, for its own graph."""
    iri = namer.dataset_iri()
    graph = namer.graph("dataset", iri)
    yield from _about(
        iri,
        (RDF_TYPE, _node(DCAT + "Dataset")),
        *((DCT + "title", _words(text, lang)) for lang, text in data.title.items()),
        (DCT + "identifier", _text(data.name)),
        (DCT + "license", _node(LICENCES[data.licence])),
        (MIR + "publisherName", _text(data.publisher)),
        (MIR + "attribution", _text(data.attribution)),
        (MIR + "datasetRole", _text(data.role)),
        (MIR + "recordedAt", _date(data.recorded_on)),
    )
    yield _part_of(graph, namer)


def replacements(namer: Namer) -> Iterator[str]:
    """Yield which keys minted by mistake are replaced by which, from the registry rows of this dataset's base."""
    for entry in namer.registry.own.values():
        stem = f"{entry.base}/id/{entry.type}/"
        for key in entry.successors if entry.dataset == namer.dataset else ():
            yield _line(stem + entry.key, DCT + "isReplacedBy", _node(stem + key))


def tombstones(data: Dataset, namer: Namer) -> Iterator[str]:
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


def source(described: Source, namer: Namer) -> Iterator[str]:
    """Yield the description of a source and its snapshot, for the source's graph."""
    snapshot = snapshot_iri(described, namer)
    yield from _about(
        described.iri,
        (RDF_TYPE, _node(MIR + "Source")),
        (DCT + "identifier", _text(described.key)),
        (DCT + "title", _words(described.title, described.language)),
        (MIR + "sourceType", _concept(described.type)),
        (DCT + "publisher", _node(described.publisher)),
        (DCT + "language", _text(described.language)),
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
            (MIR + "sha256", _text(described.sha256)),
        )
    yield _part_of(namer.graph("source", described.iri), namer)


def actor(described: Actor, label: str, namer: Namer, known: set[str]) -> Iterator[str]:
    """Yield the description of an actor, for its dataset's graph.

    A folded actor adds its names to the actor it is, whose name is `label`, and leads there from its own key. A place
    that is not among those `known` gives way to the actor's country.
    """
    alternatives = [*described.alt_names]
    if described.folded:
        own = f"{namer.base}/id/actor/{mint('actor', described.natural_key)}"
        yield _line(own, DCT + "isReplacedBy", _node(described.iri))
        alternatives += [(described.name, "")]
    else:
        kind = CLASSES[described.type]
        space = {"Organization": terms.ORG, "Person": terms.FOAF}.get(kind, MIR)
        where = described.place if described.place in known else described.country
        yield from _about(
            described.iri,
            (RDF_TYPE, _node(space + kind)),
            (SKOS + "prefLabel", _text(described.name)),
            (DCT + "spatial", _node(where)),
            (MIR + "successor", _node(described.successor)),
            (DCT + "source", _text(described.source)),
            (SKOS + "note", _text(described.note)),
        )
    for name, lang in alternatives:
        if name != label:
            yield _line(described.iri, SKOS + "altLabel", _words(name, lang))


def location(described: Location) -> Iterator[str]:
    """Yield the description of a place, for its dataset's graph."""
    yield from _about(
        described.iri,
        (RDF_TYPE, _node(DCT + "Location")),
        (SKOS + "prefLabel", _text(described.name)),
        *((SKOS + "altLabel", _words(*name)) for name in described.alt_names),
        (DCT + "isPartOf", _node(described.within)),
        (MIR + "latitude", _decimal(described.latitude)),
        (MIR + "longitude", _decimal(described.longitude)),
        (MIR + "population", _typed(described.population, "integer")),
        (DCT + "source", _text(described.source)),
        (SKOS + "note", _text(described.note)),
    )


def search(made: Search) -> Iterator[str]:
    """Yield a search and what came of it, for its dataset's graph."""
    yield from _about(
        made.iri,
        (RDF_TYPE, _node(MIR + "Search")),
        (MIR + "about", _node(made.about)),
        (MIR + "soughtFor", _text(made.sought_for)),
        (MIR + "searchedIn", _text(made.searched_in)),
        (MIR + "searchedOn", _date(made.searched_on)),
        (MIR + "result", _concept(made.result)),
        (SKOS + "note", _text(made.note)),
    )


def claim(stated: Claim, namer: Namer) -> Iterator[str]:
    """Yield a claim of a table with its situation and evidence, for its source's graph."""
    if isinstance(stated.states, Phase):
        yield from _phase(stated.situation, stated.states)
    else:
        yield from _identity(stated.situation, stated.states)
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
        (MIR + "recordedBy", _text(stated.recorded_by)),
        (MIR + "withdrawnAt", _date(stated.withdrawn_at)),
        (MIR + "withdrawnReason", _text(stated.withdrawn_reason)),
        (MIR + "confidence", _decimal(stated.confidence)),
        (SKOS + "note", _text(stated.note)),
    )


def completed(
    facts: list[Fact], spoken: Source, data: Dataset, namer: Namer, place: Place, reading: Reading
) -> list[str]:
    """Return the facts of a source's Turtle file with what every claim of it shares filled in where it is absent.

    A claim that points to no evidence is a finding in `reading`: a claim without evidence cannot exist.
    """
    about: dict[str, dict[str, list[NamedNode | Literal]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts:
        about[fact.subject][fact.predicate].append(fact.value)
    added: list[str] = []
    for iri, told in list(about.items()):
        if NamedNode(MIR + "Claim") not in told[RDF_TYPE]:
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
                (MIR + "file", "" if quoted else _text(f"{data.name}/sources/{spoken.key}.ttl")),
            )
        any_quoted = any(OA + "exact" in about[target] for target in targets)
        added += _missing(
            iri,
            told,
            (PROV + "hadPrimarySource", _node(spoken.iri)),
            (MIR + "evidenceKind", _concept("quoted" if any_quoted else "transcribed")),
            (MIR + "recordedAt", _date(data.recorded_on)),
            (MIR + "recordedBy", _text(data.recorded_by)),
        )
        own = told.get(MIR + "saidAt")
        said = said_at(own[0].value if own else spoken.published)
        stamps = ((MIR + "saidAt", _text(said.edtf)), (MIR + "saidFrom", _date(said.first)))
        added += _missing(iri, told, *stamps, (MIR + "saidTo", _date(said.last)))
    return [fact.line() for fact in facts] + added


def snapshot_iri(described: Source, namer: Namer) -> str:
    """Return the IRI of a source's snapshot, named by the digest of its text."""
    return f"{namer.base}/id/snapshot/{mint('snapshot', described.sha256)}"


def _phase(situation: str, phase: Phase) -> Iterator[str]:
    yield from _about(
        phase.cooperation,
        (RDF_TYPE, _node(MIR + "Cooperation")),
        *((MIR + "hasParty", _node(party)) for party in phase.parties),
        (MIR + "counterpartTerritory", _node(phase.territory)),
    )
    yield from _about(
        situation,
        (RDF_TYPE, _node(MIR + "StatusPhase")),
        (MIR + "phaseOf", _node(phase.cooperation)),
        (MIR + "status", _concept(phase.status)),
        (MIR + "kind", _concept(phase.kind)),
        (MIR + "listedUnder", _node(phase.listed_under)),
        (MIR + "partyRole", _concept(phase.role)),
        (MIR + "edtf", _text(phase.edtf)),
        *_bounds(phase.bounds),
        *((MIR + "interpretedBy", _concept(inference)) for inference in phase.interpreted_by),
        (MIR + "decidingBody", _text(phase.deciding_body)),
        (MIR + "initiator", _text(phase.initiator)),
        (MIR + "reason", _text(phase.reason)),
    )


def _identity(situation: str, identity: Identity) -> Iterator[str]:
    yield from _about(
        situation,
        (RDF_TYPE, _node(MIR + "IdentityLink")),
        (MIR + "identifies", _node(identity.thing)),
        (MIR + "scheme", _concept(identity.scheme)),
        (MIR + "code", _text(identity.code)),
        (MIR + "target", _node(identity.target)),
        (MIR + "match", _concept(identity.match)),
    )


def _evidence(stated: Claim, namer: Namer) -> Iterator[str]:
    evidence, quoted = stated.evidence, bool(stated.evidence.phrase)
    yield from _about(
        stated.iri + "/1",
        (RDF_TYPE, _node(OA + "SpecificResource")),
        (OA + "hasSource", _node(snapshot_iri(stated.source, namer) if quoted else stated.source.iri)),
        *(_quotation(evidence, stated.source.language) if quoted else ()),
        (MIR + "file", _text(evidence.file)),
        (MIR + "row", _typed(str(evidence.row), "integer")),
        (MIR + "column", _text("phrase" if quoted else "code" if isinstance(stated.states, Identity) else "status")),
    )


def _quotation(evidence: Evidence, language: str) -> Iterator[tuple[str, str]]:
    yield OA + "exact", _words(evidence.phrase, language)
    yield OA + "start", _typed(str(evidence.start), "integer")
    yield OA + "end", _typed(str(evidence.end), "integer")


def _bounds(bounds: Bounds) -> Iterator[tuple[str, str]]:
    yield MIR + "earliestBegin", _date(bounds.earliest_begin)
    yield MIR + "latestBegin", _date(bounds.latest_begin)
    yield MIR + "earliestEnd", _date(bounds.earliest_end)
    yield MIR + "latestEnd", _date(bounds.latest_end)


def _about(subject: str, *facts: tuple[str, str]) -> Iterator[str]:
    """Yield the lines of one thing; a fact without a value says nothing."""
    return (f"<{subject}> <{predicate}> {value} .\n" for predicate, value in facts if value)


def _shows_something(evidence: dict[str, list[NamedNode | Literal]]) -> bool:
    """Tell whether an evidence node holds words, or names a file, row or column: else it is no evidence."""
    return any(name in evidence for name in (OA + "exact", MIR + "file", MIR + "row", MIR + "column"))


def _missing(subject: str, present: dict[str, list[NamedNode | Literal]], *facts: tuple[str, str]) -> list[str]:
    return list(_about(subject, *(fact for fact in facts if fact[0] not in present)))


def _part_of(graph: str, namer: Namer) -> str:
    return _line(graph, DCT + "isPartOf", _node(namer.dataset_iri()))


def _line(subject: str, predicate: str, value: str) -> str:
    return f"<{subject}> <{predicate}> {value} .\n"


# Values as N-Triples writes them; "" for one that is not known.


def _node(iri: str | None) -> str:
    return f"<{iri}>" if iri else ""


def _concept(code: str) -> str:
    return f"<{MIR}{code}>" if code else ""


def _text(text: str | None) -> str:
    if not text:
        return ""
    return str(Literal(text)) if _SPECIAL.search(text) else f'"{text}"'


def _words(text: str, language: str) -> str:
    return str(Literal(text, language=language)) if language else _text(text)


def _uri(address: str) -> str:
    return _typed(address, "anyURI")


def _date(moment: date | None) -> str:
    return f'"{moment.isoformat()}"^^<{XSD}date>' if moment else ""


def _decimal(number: str) -> str:
    """Return a decimal in the form that has one spelling only: 65.50 is 65.5, 22 is 22.0."""
    if not number:
        return ""
    plain = format(Decimal(number).normalize(), "f")
    return _typed(plain if "." in plain else plain + ".0", "decimal")


def _typed(text: str, datatype: str) -> str:
    return f"{_text(text)}^^<{XSD}{datatype}>" if text else ""
