"""The columns of a release's tables: what each is called, holds and means, in English and Swedish."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

Words = tuple[str, str]
_DAY: Final = "date"
_TEXT: Final = "string"
_IRI: Final = "anyURI"
# Types are those of XML Schema. Codes stay codes: a program reads them whatever the language.
_MEANINGS: Final[dict[str, tuple[str, str, str]]] = {
    "iri": (_IRI, "the IRI of the thing", "sakens IRI"),
    "key": (_TEXT, "the last part of the IRI; of a source: its key", "IRI:ns sista del; för en källa: dess nyckel"),
    "name": (_TEXT, "short name in Latin script", "kort namn med latinska bokstäver"),
    "type": (
        _TEXT,
        "what it is: municipality, local-authority, network, organization, person; of a source: article, page …",
        "vad det är: municipality, local-authority, network, organization, person; för en källa: article, page …",
    ),
    "country": (
        _TEXT,
        "country by the EU's code (SWE), empty when unknown",
        "land med EU:s kod (SWE), tomt när det är okänt",
    ),
    "longitude": ("decimal", "degrees east, WGS 84", "grader öster, WGS 84"),
    "latitude": ("decimal", "degrees north, WGS 84", "grader norr, WGS 84"),
    "successorIri": (_IRI, "what the actor became", "vad aktören blev"),
    "licence": (
        _TEXT,
        "licence of the row: the strictest of what it is made from",
        "radens licens: den strängaste av det den är gjord av",
    ),
    "parties": (_TEXT, "names of the parties", "parternas namn"),
    "territory": (_TEXT, "country named instead of a partner", "land som nämns i stället för en partner"),
    "family": (_TEXT, "tie, project or network", "tie (förbindelse), project (projekt) eller network (nätverk)"),
    "kinds": (_TEXT, "what sources call the relation", "vad källor kallar relationen"),
    "standing": (
        _TEXT,
        "agreed, in-force, ended or lapsed on the reference date; several disagree",
        "agreed, in-force, ended eller lapsed på referensdagen; flera säger emot varandra",
    ),
    "activity": (
        _TEXT,
        "active, dormant or paused on the reference date",
        "active, dormant eller paused på referensdagen",
    ),
    "priority": (
        _TEXT,
        "prioritised or not-prioritised on the reference date",
        "prioritised eller not-prioritised på referensdagen",
    ),
    "listing": (
        _TEXT,
        "listed: a list no party publishes names it; that is not in force",
        "listed: en lista som ingen part ger ut nämner den; det är inte gällande",
    ),
    "since": (_TEXT, "begin as a source states it, EDTF", "början så som en källa anger den, EDTF"),
    "until": (_TEXT, "end as a source states it, EDTF", "slut så som en källa anger det, EDTF"),
    "grade": (
        _TEXT,
        "how sure: definite, bracketed, possible, carried",
        "hur säkert: definite, bracketed, possible, carried",
    ),
    "lastConfirmed": (_TEXT, "when a source last said so, EDTF", "när en källa senast sade det, EDTF"),
    "disputed": ("boolean", "sources exclude each other", "källor utesluter varandra"),
    "reciprocity": (_TEXT, "which parties say so", "vilka parter som säger det"),
    "partyIris": (_IRI, "IRIs of the parties", "parternas IRI:er"),
    "municipality": (_TEXT, "name of the municipality or authority", "kommunens eller myndighetens namn"),
    "municipalityCountry": (_TEXT, "its country", "dess land"),
    "town": (_TEXT, "name of the twin town", "vänortens namn"),
    "townCountry": (_TEXT, "its country", "dess land"),
    "municipalityIri": (_IRI, "IRI of the municipality", "kommunens IRI"),
    "townIri": (_IRI, "IRI of the twin town", "vänortens IRI"),
    "relationIri": (_IRI, "IRI of the cooperation", "samarbetets IRI"),
    "axis": (_TEXT, "standing, activity, priority or listing", "standing, activity, priority eller listing"),
    "status": (_TEXT, "the status on that axis", "läget på den axeln"),
    "from": (_DAY, "first day on which this is known", "första dagen som detta är känt"),
    "to": (
        _DAY,
        "last day on which this is known, empty when open",
        "sista dagen som detta är känt, tomt när det är öppet",
    ),
    "title": (_TEXT, "title of the source", "källans titel"),
    "publisher": (_TEXT, "who published it", "vem som gav ut den"),
    "published": (_TEXT, "when, EDTF", "när, EDTF"),
    "retrievedAt": (_DAY, "day it was read", "dagen den lästes"),
    "language": (_TEXT, "language, BCP 47", "språk, BCP 47"),
    "url": (_IRI, "its address", "dess adress"),
    "archivedAt": (_IRI, "where a copy is archived", "var en kopia är arkiverad"),
    "sourceLicence": (_TEXT, "licence of the source itself", "källans egen licens"),
    "claimIri": (_IRI, "IRI of the claim", "påståendets IRI"),
    "situation": (
        _TEXT,
        "type of what it states: StatusPhase, IdentityLink …",
        "typ av det som påstås: StatusPhase, IdentityLink …",
    ),
    "kind": (_TEXT, "kind of relation as the source names it", "slag av relation så som källan kallar den"),
    "modality": (
        _TEXT,
        "asserted, announced, proposed, permitted or denied",
        "asserted, announced, proposed, permitted eller denied",
    ),
    "assertedBy": (_TEXT, "who says so", "vem som säger det"),
    "statedText": (_TEXT, "time in the source's words", "tiden med källans ord"),
    "edtf": (_TEXT, "the stated time, EDTF", "den angivna tiden, EDTF"),
    "earliestBegin": (_DAY, "interpreted bound", "tolkad gräns"),
    "latestBegin": (_DAY, "interpreted bound", "tolkad gräns"),
    "earliestEnd": (_DAY, "interpreted bound", "tolkad gräns"),
    "latestEnd": (_DAY, "interpreted bound", "tolkad gräns"),
    "decidingBody": (_TEXT, "who decided", "vem som beslutade"),
    "initiator": (_TEXT, "who took the initiative", "vem som tog initiativet"),
    "reason": (_TEXT, "the reason given", "skälet som anges"),
    "basis": (_TEXT, "stated or inferred", "stated (sagt) eller inferred (slutet)"),
    "inference": (_TEXT, "name of the inference", "slutledningens namn"),
    "method": (_TEXT, "how it was read", "hur det lästes"),
    "confidence": (_TEXT, "confidence of extraction, 0 to 1", "säkerhet i utvinningen, 0 till 1"),
    "saidAt": (_TEXT, "when the source said it, EDTF", "när källan sade det, EDTF"),
    "evidenceKind": (_TEXT, "quoted or transcribed", "quoted (citerat) eller transcribed (avskrivet)"),
    "phrase": (_TEXT, "the words that say it", "orden som säger det"),
    "file": (_TEXT, "file it was read in", "filen det lästes i"),
    "row": (_TEXT, "row, the heading being row 1", "rad, rubriken är rad 1"),
    "column": (_TEXT, "column it was read in", "kolumnen det lästes i"),
    "recordedAt": (_DAY, "day it was entered", "dagen det fördes in"),
    "recordedBy": (_TEXT, "organisation or role that entered it", "organisation eller roll som förde in det"),
    "withdrawnAt": (_DAY, "day it was withdrawn", "dagen det togs tillbaka"),
    "withdrawnReason": (_TEXT, "why it was withdrawn", "varför det togs tillbaka"),
    "note": (_TEXT, "note", "anmärkning"),
    "sourceIri": (_IRI, "IRI of the source", "källans IRI"),
    "assertedByIri": (_IRI, "IRI of who says so", "IRI för den som säger det"),
    "actorIri": (_IRI, "IRI of the actor or place", "aktörens eller platsens IRI"),
    "scheme": (_TEXT, "register or dataset the code belongs to", "register eller datamängd som koden hör till"),
    "code": (_TEXT, "the code", "koden"),
    "match": (_TEXT, "exact or close", "exact (samma) eller close (nära)"),
    "source": (_TEXT, "title of the source that says so", "titel på källan som säger det"),
    "target": (_IRI, "IRI of the same thing elsewhere", "samma saks IRI på annat håll"),
}
# Columns whose cells may hold several IRIs with a blank between.
_SEVERAL: Final = frozenset({"archivedAt", "partyIris", "successorIri"})


@dataclass(frozen=True)
class Column:
    """A column: its name, the XML Schema type of its cells, what it means (in English and Swedish), and if a cell may
    hold several values with a blank between.
    """

    name: str
    type: str
    meaning: Words
    several: bool


def columns(names: Iterable[str]) -> tuple[Column, ...]:
    """Return columns by name; raise KeyError for one that has no meaning."""
    return tuple(Column(name, _MEANINGS[name][0], _MEANINGS[name][1:], name in _SEVERAL) for name in names)
