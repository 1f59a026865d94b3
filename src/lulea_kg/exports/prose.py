"""Sentences of answers for people: how a state, a source and a claim are put in words, and lines wrapped."""

import json
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from lulea_kg import headings
from lulea_kg.answers import KnowledgeGraph
from lulea_kg.messages import printable
from lulea_kg.terms import code
from lulea_kg.times import BY_UNDATED, UNDATED, in_words

Row = dict[str, Any]
_CLAIMS: Final = """PREFIX dct: <http://purl.org/dc/terms/> PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX schema: <https://schema.org/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?claim ?source ?sourceIri ?publisher ?said ?phrase ?file ?row ?body ?inference ?modality ?withdrawn ?url
WHERE {
  VALUES ?claim { %s }
  ?claim prov:hadPrimarySource ?sourceIri ; mir:states ?situation ; mir:modality/skos:notation ?modality .
  ?sourceIri dct:title ?source ; dct:publisher/skos:prefLabel ?publisher .
  OPTIONAL { ?sourceIri schema:url ?url }
  OPTIONAL { ?claim mir:saidAt ?said }
  OPTIONAL { ?claim mir:withdrawnReason ?withdrawn }
  OPTIONAL {
    ?claim oa:hasTarget ?target .
    FILTER(STRENDS(STR(?target), "/1"))
    OPTIONAL { ?target oa:exact ?phrase }
    OPTIONAL { ?target mir:file ?file }
    OPTIONAL { ?target mir:row ?row }
  }
  OPTIONAL { ?situation mir:decidingBody ?body }
  OPTIONAL { ?claim mir:inference/skos:notation ?inference }
}"""


@dataclass
class Prose:
    """The graph asked, the language and width to write in, how to mark a heading, and the sources cited so far."""

    kg: KnowledgeGraph
    lang: str
    width: int
    bold: Callable[[str], str]
    notes: dict[str, tuple[int, Row]] = field(default_factory=dict)

    def text(self, name: str, **facts: object) -> str:
        """Return a phrase of `headings.PHRASES` in the language, filled."""
        return headings.PHRASES[name][self.lang == "sv"].format(**facts)

    def label(self, of: str) -> str:
        """Return the label of a code; a code without one is its own label."""
        words = self.kg.names.words(self.lang)
        return headings.words(self.lang).get(of) or words.get(of) or of

    def quote(self, phrase: str) -> str:
        """Return a phrase in the quotation marks of the language."""
        return f"”{phrase}”" if self.lang == "sv" else f"“{phrase}”"

    def when(self, edtf: str | None) -> str:
        """Return an EDTF date in words, "undated" for None or nothing."""
        return in_words(edtf, self.lang) if edtf else UNDATED[self.lang]

    def grade(self, state: Row) -> str:
        """Return how sure a state is: "last documented 2022-09-02"."""
        said = state.get("lastConfirmed")
        return self.label(state["grade"]).replace("{date}", self.when(said) if said else BY_UNDATED[self.lang])

    def rows(self, sparql: str) -> list[Row]:
        """Return the rows of a query, absent values left out."""
        bindings = json.loads(self.kg.store.query(sparql))["results"]["bindings"]
        return [{name: value["value"] for name, value in row.items()} for row in bindings]

    def claims(self, iris: Iterable[str]) -> dict[str, Row]:
        """Return source, words and place of each claim."""
        found: dict[str, Row] = {}
        for batch in batches(iris):
            found |= {row["claim"]: row for row in self.rows(_CLAIMS % batch)}
        return found

    def cited(self, claim: Row, count: int = 1) -> str:
        """Return the words of a claim and the number of its source, which `sources` lists."""
        number = self.notes.setdefault(claim["sourceIri"], (len(self.notes) + 1, claim))[0]
        note = f"[{number}]" if "phrase" in claim else f"[{number}, {self.text('row')} {claim.get('row', '–')}]"
        parts = [f"{self.quote(claim['phrase'])} {note}" if "phrase" in claim else note]
        if "body" in claim:
            parts[0] = f"{self.text('decided')} {claim['body']} {parts[0]}"
        parts += self._marks(claim)
        if count > 1:
            parts.append(self.text("more-claims", count=count))
        return " · ".join(parts)

    def sources(self) -> Iterator[str]:
        """Yield the sources cited so far, each with its date, address, and whether its words were checked."""
        for number, claim in self.notes.values():
            yield f"[{number}] " + " · ".join(self._source(claim))

    def full(self, claim: Row) -> str:
        """Return where a claim stands, with its source in full."""
        words = [self.quote(claim["phrase"])] if "phrase" in claim else []
        row = [f"{self.text('row')} {claim['row']}"] if "row" in claim and not words else []
        return " · ".join([*words, *self._source(claim), *row, *self._marks(claim)])

    def _source(self, claim: Row) -> Iterator[str]:
        source, publisher, said = claim["source"], claim["publisher"], self.when(claim.get("said"))
        source = source if publisher in source else f"{source}, {publisher}"
        yield source if said in source else f"{source} ({said})"
        if "url" in claim:
            yield claim["url"]
        if "phrase" in claim:
            checked = claim["sourceIri"] in self.kg.release.report["phrases"]["checkedSources"]
            yield self.text("checked" if checked else "unchecked")
        else:
            yield self.text("transcribed", file=claim.get("file", ""))

    def _marks(self, claim: Row) -> Iterator[str]:
        if "inference" in claim:
            yield self.text("inferred", inference=self.label(claim["inference"]))
        if "withdrawn" in claim:
            yield self.text("withdrawn", reason=claim["withdrawn"])

    def section(self, name: str, lines: Iterable[str], limit: int = 0) -> Iterator[str]:
        """Yield a heading and its lines; nothing when there are none, and how many were left out at `limit`."""
        found = list(lines)
        if not found:
            return
        yield from ("", self.bold(self.text(name)))
        shown = found[:limit] if limit else found
        for line in shown:
            yield from self.wrapped(line, 2)
        if left := len(found) - len(shown):
            yield "  " + self.text("more", count=left)

    def wrapped(self, line: str, indent: int, hang: int = 2) -> Sequence[str]:
        """Return a line folded at the width, what follows hanging `hang` further in."""
        return textwrap.wrap(
            printable(line),
            self.width,
            initial_indent=" " * indent,
            subsequent_indent=" " * (indent + hang),
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]


def short(iri: str) -> str:
    """Return the last part of an IRI, whichever kind it is."""
    return code(iri).rpartition("#")[2]


def batches(iris: Iterable[str], size: int = 1000) -> Iterator[str]:
    """Yield IRIs as the content of VALUES clauses, each of a length every engine takes."""
    wanted = sorted(set(iris))
    for start in range(0, len(wanted), size):
        yield " ".join(f"<{iri}>" for iri in wanted[start : start + size])
