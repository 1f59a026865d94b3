"""The page of a thing: what is known of it, its relations, states and claims with their words, and what links to it."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from pyoxigraph import Literal, NamedNode, Triple

from lulea_kg.documents import LABELS, Document
from lulea_kg.pages.view import View, render
from lulea_kg.terms import DCT, MIR, OA, PROV, RDF_TYPE, SKOS, XSD, code
from lulea_kg.times import BY_UNDATED, in_words

_SHORT: Final = {LABELS[0], LABELS[2], RDF_TYPE}
_MATCHES: Final = (SKOS + "exactMatch", SKOS + "closeMatch")
_DATES: Final = {
    MIR + name for name in ("since", "until", "lastConfirmed", "lastListed", "saidAt", "published", "edtf")
}
# What search engines call our kinds of things.
_SCHEMA: Final = {
    "Municipality": "GovernmentOrganization",
    "LocalAuthority": "GovernmentOrganization",
    "Network": "Organization",
    "Organization": "Organization",
    "Person": "Person",
    "Location": "Place",
    "Source": "CreativeWork",
    "Dataset": "Dataset",
    "Concept": "DefinedTerm",
}
Term = NamedNode | Literal


@dataclass(frozen=True)
class Shown:
    """A value as a page shows it: its text, where it leads, and its language when that is not the page's."""

    text: str
    href: str = ""
    lang: str = ""


class _Told:
    """What a document tells, by subject and property."""

    def __init__(self, triples: Iterable[Triple], view: View) -> None:
        self.view = view
        self.subjects: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for triple in triples:
            if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
                self.subjects[triple.subject.value][triple.predicate.value].append(triple.object)
        # The same document gives the same page.
        for facts in self.subjects.values():
            for terms in facts.values():
                terms.sort(key=str) if len(terms) > 1 else None

    def terms(self, subject: str, predicate: str) -> list[Term]:
        """Return the values of a property."""
        return (
            self.subjects[subject][predicate]
            if subject in self.subjects and predicate in self.subjects[subject]
            else []
        )

    def text(self, subject: str, name: str) -> str:
        """Return the first value of a property of the model as text."""
        return next((term.value for term in self.terms(subject, MIR + name)), "")

    def of_type(self, type_: str) -> list[str]:
        """Return the subjects of a type of the model."""
        wanted = NamedNode(MIR + type_)
        return sorted(subject for subject in self.subjects if wanted in self.terms(subject, RDF_TYPE))

    def label(self, iri: str) -> str:
        """Return what a thing is called in the page's language; a relation by its parties."""
        for predicate in LABELS:
            labels = {
                term.language or "": term.value for term in self.terms(iri, predicate) if isinstance(term, Literal)
            }
            if labels:
                return labels.get(self.view.lang) or labels.get("") or labels.get("en") or next(iter(labels.values()))
        parties = [*self.terms(iri, MIR + "hasParty"), *self.terms(iri, MIR + "counterpartTerritory")]
        if parties:
            return " – ".join(sorted(self.label(party.value) for party in parties))
        types = [self.label(type_.value) for type_ in self.terms(iri, RDF_TYPE)] if "/id/" in iri else []
        return " ".join([*types[:1], code(iri).rpartition("#")[2]])

    def shown(self, term: Term, predicate: str = "") -> Shown:
        """Return a value as a page shows it."""
        if isinstance(term, NamedNode):
            return Shown(self.label(term.value), self.view.href(term.value))
        if term.datatype.value == XSD + "boolean":
            return Shown(self.view.text("yes" if term.value in ("true", "1") else "no"))
        text = in_words(term.value, self.view.lang) if predicate in _DATES else term.value
        href = (
            term.value
            if term.datatype.value == XSD + "anyURI" and term.value.startswith(("http://", "https://"))
            else ""
        )
        return Shown(text, href, term.language if term.language and term.language != self.view.lang else "")

    def values(self, subject: str, predicate: str) -> list[Shown]:
        """Return the values of a property as a page shows them: in its language where there are several."""
        terms = self.terms(subject, predicate)
        mine = [term for term in terms if isinstance(term, NamedNode) or term.language in (None, self.view.lang)]
        return [self.shown(term, predicate) for term in mine or terms]


def page(document: Document, view: View, here: str, licences: Iterable[str], asked: str = "") -> bytes:
    """Return the page of a thing; `here` is the address of its document, without an ending."""
    told = _Told(document.triples, view)
    types = [code(term.value).rpartition("#")[2] for term in told.terms(document.thing, RDF_TYPE)]
    return render(
        "thing.html",
        view,
        here=here,
        title=told.label(document.thing),
        iri=document.thing,
        types=told.values(document.thing, RDF_TYPE),
        facts=list(_facts(told, document.thing)),
        relations=sorted(_relations(told, document.thing), key=lambda row: [cell[0].text for cell in row if cell][:1]),
        states=sorted(_states(told, document.thing), key=lambda row: [cell[0].text if cell else "" for cell in row]),
        claims=list(_claims(told, document.thing)),
        linked=list(_linked(told, document.thing)),
        document=document,
        licences=list(licences),
        asked=f"&{asked}" if asked else "",
        query=f"?{asked}" if asked else "",
        days=parse_qsl(asked),
        structured=_structured(told, document.thing, types),
    )


def _facts(told: _Told, thing: str) -> Iterator[tuple[Shown, list[Shown]]]:
    """Yield the properties of a thing by their labels, each with its values."""
    known = told.subjects.get(thing, {})
    named = [(told.label(predicate), predicate) for predicate in known if predicate not in _SHORT]
    for label, predicate in sorted(named):
        yield Shown(label, told.view.href(predicate)), told.values(thing, predicate)


def _relations(told: _Told, thing: str) -> Iterator[list[list[Shown]]]:
    """Yield the relations a thing is party of: with whom, of which kind, how they stand, when last confirmed.

    A view of a day holds relations of which nothing is known for that day: their rows say so.
    """
    for relation in told.of_type("Cooperation"):
        parties = [term.value for term in told.terms(relation, MIR + "hasParty")]
        if relation == thing or thing not in parties:
            continue
        others = [party for party in parties if party != thing]
        others = others or [term.value for term in told.terms(relation, MIR + "counterpartTerritory")]
        names = " – ".join(told.label(other) for other in others) or told.label(relation)
        columns = [told.values(relation, MIR + name) for name in ("kind", "standing", "priority", "lastConfirmed")]
        if not any(columns):
            columns[0] = [Shown(told.view.text("nothing-known"))]
        yield [[Shown(names, told.view.href(relation))], *columns]


def _states(told: _Told, thing: str) -> Iterator[list[list[Shown]]]:
    for state in told.of_type("KnownState"):
        if NamedNode(thing) not in told.terms(state, MIR + "ofCooperation"):
            continue
        said = told.text(state, "lastConfirmed")
        day = in_words(said, told.view.lang) if said else BY_UNDATED[told.view.lang]
        grade = [Shown(shown.text.replace("{date}", day)) for shown in told.values(state, MIR + "grade")]
        first, last, status, kind = (told.values(state, MIR + name) for name in ("from", "to", "status", "kind"))
        yield [first, last, status, kind, grade, told.values(state, MIR + "disputed")]


def _claims(told: _Told, thing: str) -> Iterator[list[list[Shown]]]:
    """Yield each claim: what it says, how, when, in which source, in which words."""
    for claim in sorted(told.of_type("Claim"), key=lambda claim: (told.text(claim, "saidAt"), claim)):
        withdrawn = told.text(claim, "withdrawnReason")
        note = [Shown(told.view.text("withdrawn", reason=withdrawn))] if withdrawn else []
        sources = told.values(claim, PROV + "hadPrimarySource")
        said = told.values(claim, MIR + "saidAt")
        what = [Shown(_saying(told, claim, thing), told.view.href(claim)), *note]
        yield [what, told.values(claim, MIR + "modality"), said, sources, list(_words(told, claim))]


def _saying(told: _Told, claim: str, thing: str) -> str:
    """Return in short what a claim says: of which relation, in which kind and state; else the type of its situation."""
    for situation in told.terms(claim, MIR + "states"):
        relations = [term.value for term in told.terms(situation.value, MIR + "phaseOf") if term.value != thing]
        parts = [told.label(relation) for relation in relations if relation in told.subjects]
        for name in ("kind", "status"):
            parts += [shown.text for shown in told.values(situation.value, MIR + name)]
        types = [shown.text for shown in told.values(situation.value, RDF_TYPE)]
        return ", ".join(parts) or ", ".join(types) or code(claim)
    return code(claim)


def _words(told: _Told, claim: str) -> Iterator[Shown]:
    for target in told.terms(claim, OA + "hasTarget"):
        for phrase in told.terms(target.value, OA + "exact"):
            lang = phrase.language if isinstance(phrase, Literal) else ""
            yield Shown(told.view.text("quoted", words=phrase.value), lang=lang or "")
        if row := told.text(target.value, "row"):
            yield Shown(told.view.text("row", row=row, file=told.text(target.value, "file")))


def _linked(told: _Told, thing: str) -> Iterator[tuple[Shown, list[Shown]]]:
    """Yield by property what else points to a thing."""
    found: dict[str, list[str]] = defaultdict(list)
    node, told_above = (
        NamedNode(thing),
        {*told.of_type("Claim"), *told.of_type("KnownState"), *told.of_type("StatusPhase")},
    )
    for subject, facts in told.subjects.items():
        if subject != thing and subject not in told_above and not told.terms(subject, MIR + "hasParty"):
            for predicate, terms in facts.items():
                if node in terms:
                    found[predicate].append(subject)
    for label, predicate in sorted((told.label(predicate), predicate) for predicate in found):
        shown = sorted((told.label(subject), subject) for subject in found[predicate])
        yield Shown(label, told.view.href(predicate)), [Shown(name, told.view.href(iri)) for name, iri in shown]


def _structured(told: _Told, thing: str, types: list[str]) -> str:
    """Return what search engines read, as JSON-LD of schema.org fit for a page; "" for what they do not know."""
    type_ = next((_SCHEMA[type_] for type_ in types if type_ in _SCHEMA), "")
    if not type_:
        return ""
    facts: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": type_,
        "@id": thing,
        "name": told.label(thing),
    }
    other = sorted({term.value for name in ("altLabel", "hiddenLabel") for term in told.terms(thing, SKOS + name)})
    same = sorted({term.value for name in _MATCHES for term in told.terms(thing, name) if isinstance(term, NamedNode)})
    about = [shown.text for shown in told.values(thing, DCT + "description")]
    facts |= {"alternateName": other} if other else {}
    facts |= {"sameAs": same} if same else {}
    facts |= {"description": about[0]} if about else {}
    return json.dumps(facts, ensure_ascii=False).replace("<", "\\u003c")
