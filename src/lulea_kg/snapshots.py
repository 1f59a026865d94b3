"""Texts that evidence points into: finding them, and proving that each quoted phrase stands at its offsets.

A file in the snapshots folder belongs to a source by its content's digest, else by its name (source key or digest),
else because most of the source's phrases stand in it: that is how an altered copy is recognised, whatever its name.
"""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from lulea_kg import digests, files
from lulea_kg.errors import LuleaKGError
from lulea_kg.model import Finding, Place, Reading, finding, warning
from lulea_kg.stores import Store
from lulea_kg.terms import code

_QUOTES: Final = """
PREFIX mir: <https://w3id.org/munirel/def/> PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX dct: <http://purl.org/dc/terms/>
SELECT * WHERE {
  ?claim oa:hasTarget ?target . ?target oa:hasSource ?snapshot ; oa:exact ?phrase ; oa:start ?start ; oa:end ?end .
  ?snapshot mir:snapshotOf ?source ; mir:sha256 ?sha256 . OPTIONAL { ?source dct:identifier ?key }
} ORDER BY ?claim ?target"""


@dataclass
class _Quoted:
    source: str
    key: str
    quotes: list[dict[str, str]] = field(default_factory=list)

    def standing(self, text: str) -> int:
        """Return how many phrases stand in `text`, wherever."""
        return sum(quote["phrase"] in text for quote in self.quotes)


@dataclass(frozen=True)
class Proof:
    """How many phrases were checked against their text or had none here, which sources were, and the faults."""

    checked: int
    absent: int
    sources: list[str]
    findings: list[Finding]


def prove(store: Store, folder: Path | None, reading: Reading) -> Proof:
    """Check every quoted phrase of `store` whose text lies in `folder`."""
    sources: dict[str, _Quoted] = {}
    for row in json.loads(store.query(_QUOTES))["results"]["bindings"]:
        quote = {name: value["value"] for name, value in row.items()}
        digest, iri = quote["sha256"], quote["source"]
        sources.setdefault(digest, _Quoted(iri, quote.get("key", code(iri)))).quotes.append(quote)
    findings: list[Finding] = []
    texts: dict[str, list[tuple[Path, str]]] = defaultdict(list)
    for path in sorted(folder.rglob("*")) if folder and folder.is_dir() else []:
        if not path.is_file() or path.name.startswith("."):
            continue
        try:
            text = digests.normalised(files.read_bytes(path))
        except (UnicodeDecodeError, LuleaKGError):
            findings.append(warning("snapshot-unreadable", Place(files.shown(path))))
            continue
        if digest := _owner(path, text, sources):
            texts[digest].append((path, text))
        else:
            findings.append(warning("snapshot-unowned", Place(files.shown(path))))
    for digest, copies in texts.items():
        for path, text in copies:
            findings += _check(sources[digest], digest, path, text, reading)
    checked = sum(len(sources[digest].quotes) for digest in texts)
    absent = sum(len(quoted.quotes) for quoted in sources.values()) - checked
    return Proof(checked, absent, sorted(sources[digest].source for digest in texts), findings)


def _owner(path: Path, text: str, sources: dict[str, _Quoted]) -> str | None:
    digest = digests.sha256(text.encode())
    if digest in sources:
        return digest
    for known, quoted in sources.items():
        if path.stem in (known, quoted.key):
            return known
    likely = [(quoted.standing(text), known) for known, quoted in sources.items()]
    best = max(likely, default=(0, ""))
    return best[1] if best[0] and 2 * best[0] >= len(sources[best[1]].quotes) else None


def _check(quoted: _Quoted, digest: str, path: Path, text: str, reading: Reading) -> list[Finding]:
    found: list[Finding] = []
    place = Place(files.shown(path))
    actual = digests.sha256(text.encode())
    if actual != digest:
        found.append(finding("snapshot-altered", place, source=quoted.key, found=actual[:12], expected=digest[:12]))
    for quote in quoted.quotes:
        start, end = int(quote["start"]), int(quote["end"])
        if text[start:end] != quote["phrase"]:
            claim = reading.places.get(quote["claim"], place)
            facts = {"source": quoted.key, "phrase": quote["phrase"], "found": text[start:end], "claim": quote["claim"]}
            at = text.find(quote["phrase"])
            facts["expected"] = f"{at}–{at + len(quote['phrase'])}" if at >= 0 else "–"
            found.append(finding("phrase-not-found", claim, **facts))
    return found
