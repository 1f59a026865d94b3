"""From datasets to a sealed release: gather, derive, check, seal."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from lulea_kg import checks, diff, files, inputs, rules, slices, snapshots
from lulea_kg import release as releases
from lulea_kg.catalogue import void
from lulea_kg.datasets import LICENCES
from lulea_kg.errors import InputRejected, LuleaKGError, ReleaseBlocked
from lulea_kg.exports import bundle
from lulea_kg.exports.graphs import SUFFIXES, write_all
from lulea_kg.gather import Gathered, gather
from lulea_kg.model import Dataset as DatasetFolder
from lulea_kg.model import Finding, Severity
from lulea_kg.release import COUNTS, Release, as_json
from lulea_kg.seal import seal, sweep
from lulea_kg.spool import Spool
from lulea_kg.stores import select
from lulea_kg.stores.embedded import EmbeddedStore

_PARTS: Final = """PREFIX dct: <http://purl.org/dc/terms/>
SELECT ?graph ?name WHERE { GRAPH ?graph { ?graph dct:isPartOf ?dataset } ?dataset dct:identifier ?name }"""


def build(
    datasets: Sequence[DatasetFolder],
    out: Path,
    *,
    base: str,
    rebase: bool = False,
    dumps: Sequence[Path] = (),
    snapshots_folder: Path | None = None,
    executor: Executor | None = None,
    against: Callable[[Path], Release | None] = releases.current,
) -> Release:
    """Build a release from dataset folders and dumps, seal it under `out` and make it the current one.

    What changed is told against the current release, or the one that `against` gives for `out`.
    The current release is returned as it is when it was made from the very same. Raises InputRejected when rows or
    files have faults, ReleaseBlocked when a shape, check or phrase fails; then nothing has changed under `out`.
    """
    made_from = inputs.digest(datasets, dumps, snapshots_folder, [base, str(rebase)])
    if same := inputs.made_before(out, made_from):
        with suppress(OSError):
            sweep(out)
        return same
    passed = slices.passed(files.shipped("data"), out)
    gathered, findings, proof = examine(
        datasets,
        base=base,
        rebase=rebase,
        dumps=dumps,
        snapshots_folder=snapshots_folder,
        passed=passed,
        executor=executor,
    )
    if faults := _blocking(gathered.reading.findings):
        raise InputRejected(faults)
    if violations := _blocking(findings):
        raise ReleaseBlocked(violations)
    store, reference = gathered.store, rules.reference_date(gathered.store)
    for graph, lines in rules.derive(store, base, files.shipped("ontology") / "rules", reference):
        gathered.spool.put(graph, lines)
    report = {
        "referenceDate": str(reference),
        "inputs": made_from,
        "phrases": {"checked": proof.checked, "notRechecked": proof.absent, "checkedSources": proof.sources},
        "claims": _claim_counts(store),
        "findings": [_finding(f) for f in [*gathered.reading.findings, *findings]],
    }
    about = {
        "base": base,
        "referenceDate": str(reference),
        "datasets": [_described(dataset) for dataset in datasets],
        "derivedFrom": [path.name for path in dumps],
        "previous": _id(against(out)),
    }

    def texts() -> Iterator[tuple[str, bytes]]:
        yield from _dataset_dumps(store, gathered.spool)
        for name, parts in bundle.sealed(store, about):
            yield name, b"".join(parts)
        yield COUNTS, as_json(void.counts(store))
        yield "report.json", as_json(report)
        yield releases.CHANGES, as_json(diff.changes(_content(against(out)), diff.content(store)))

    sealed = seal(gathered.spool, out, about, texts())
    slices.remember(out, passed)
    return sealed


def examine(
    datasets: Sequence[DatasetFolder],
    *,
    base: str,
    rebase: bool = False,
    dumps: Sequence[Path] = (),
    snapshots_folder: Path | None = None,
    passed: set[str] | None = None,
    executor: Executor | None = None,
) -> tuple[Gathered, list[Finding], snapshots.Proof]:
    """Read and check, nothing more; return what was gathered, the findings, and the phrase proof.

    `passed` holds the digests of slices that need not be checked, and gets those that pass.

    Findings of reading stay in the first part; when any of them is a violation nothing further is checked.
    """
    gathered = gather(datasets, dumps, base, rebase=rebase)
    reading = gathered.reading
    proof, findings = snapshots.Proof(0, 0, [], []), list[Finding]()
    if not _blocking(reading.findings):
        store = gathered.store
        proof = snapshots.prove(store, snapshots_folder, reading)
        ontology, passed = files.shipped("ontology"), set() if passed is None else passed
        found = checks.run(gathered.spool, store, ontology, reading, passed, executor)
        findings = [*proof.findings, *found]
    return gathered, findings, proof


def _id(release: Release | None) -> str:
    """Return the id of a release, "" when there is none that can be read."""
    try:
        return release.id if release else ""
    except LuleaKGError:
        return ""


def _content(release: Release | None) -> dict[str, Any] | None:
    """Return what changes are told against; a damaged release counts as none, for this build mends it."""
    try:
        return diff.content(release.open_store()) if release else None
    except LuleaKGError:
        return None


def _blocking(findings: Sequence[Finding]) -> list[Finding]:
    return [found for found in findings if found.severity is Severity.VIOLATION]


def _dataset_dumps(store: EmbeddedStore, spool: Spool) -> Iterator[tuple[str, bytes]]:
    """Yield Turtle, JSON-LD and RDF/XML of each dataset, of the ontology, and of what was derived per licence."""
    parts: dict[str, list[str]] = defaultdict(list)
    for row in select(store, _PARTS):
        parts[row["name"]].append(row["graph"])
    for graph in spool.graphs():
        if rules.is_derived(graph):
            parts[f"derived-{graph.rpartition('/')[2]}"].append(graph)
        elif graph.endswith("/graph/ontology"):
            parts["ontology"].append(graph)
    for name, members in sorted(parts.items()):
        content = b"".join(spool.triples(graph) for graph in members)
        for format_, written in write_all(content, ("ttl", "jsonld", "rdf")):
            yield f"datasets/{name}{SUFFIXES[format_]}", written


def _claim_counts(store: EmbeddedStore) -> dict[str, int]:
    query = "PREFIX mir: <https://w3id.org/munirel/def/> SELECT ?c ?k WHERE { ?c a mir:Claim ; mir:evidenceKind ?k }"
    kinds = Counter(row["k"].rpartition("/")[2] for row in select(store, query))
    return {"all": kinds.total(), **dict(sorted(kinds.items()))}


def _described(dataset: DatasetFolder) -> dict[str, Any]:
    return {
        "name": dataset.name,
        "title": dict(dataset.title),
        "role": dataset.role,
        "licence": LICENCES[dataset.licence],
        "publisher": dataset.publisher,
        "attribution": dataset.attribution,
        **({"contact": dataset.contact} if dataset.contact else {}),
    }


def _finding(found: Finding) -> dict[str, Any]:
    return {
        "severity": str(found.severity),
        "rule": found.rule,
        "place": found.place.in_language("en"),
        "words": dict(found.words),
    }
