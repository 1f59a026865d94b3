"""The sheets of the workbook that publishers fill in: which table each is, and what its columns are called and hold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final


class Holds(StrEnum):
    """What the cells of a column hold; it decides how Excel's habits are met."""

    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"  # EDTF: a year, a month, a day, a set of days.
    DAY = "day"
    NUMBER = "number"
    CODE = "code"  # Digits that may begin with zeros.
    KEY = "key"
    NAME = "name"  # Name, code or ~key of an actor.
    SOURCE = "source"  # Key or title of a row of the sheet of sources.


@dataclass(frozen=True)
class Column:
    """One column: its code in the tables, its headings and help in Swedish and English, and what it holds.

    `scheme` names the list of a choice. `sample` is what the grey sample row holds, a code for a choice. A `rare`
    column stands folded away at the right.
    """

    code: str
    headings: tuple[str, str]
    help: tuple[str, str]
    holds: Holds = Holds.TEXT
    scheme: str = ""
    sample: str = ""
    required: bool = False
    rare: bool = False
    width: int = 18

    def heading(self, lang: str) -> str:
        """Return the heading in a language."""
        return self.headings[lang == "en"]


@dataclass(frozen=True)
class Sheet:
    """One sheet: the table it is, its names and what it is for in Swedish and English, its columns from the left."""

    table: str
    names: tuple[str, str]
    purpose: tuple[str, str]
    columns: Sequence[Column]

    def name(self, lang: str) -> str:
        """Return the name of the sheet in a language."""
        return self.names[lang == "en"]

    @cached_property
    def by_code(self) -> dict[str, Column]:
        """The columns by their code."""
        return {column.code: column for column in self.columns}


README: Final = ("Läs mig", "Read me")
ABOUT: Final = ("Om", "About")
LISTS: Final = ("Listor", "Lists")
AGREES: Final = ("stämmer?", "correct?")
FAULT: Final = ("Fel", "Faults")
MARKS: Final = ("EXEMPEL:", "EXAMPLE:")
"""What the first cell of a sample row begins with."""
WORDS: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "ActorType": {
        "municipality": ("kommun", "municipality"),
        "local-authority": ("ort eller myndighet utomlands", "town or authority abroad"),
        "network": ("nätverk", "network"),
        "organization": ("organisation", "organisation"),
        "person": ("person", "person"),
        "region": ("region", "region"),
    },
    "Answer": {"ja": ("ja", "yes"), "nej": ("nej", "no")},
    "LinkType": {"actor": ("aktör", "actor"), "place": ("plats", "place")},
}
"""Choices that are no scheme of the ontology: code to label in Swedish and English."""

# Two lines a column: code (of one table only: table.code), Swedish and English heading, what it holds, sample, width
# of a column in letters; then help in Swedish and English. "required" and "rare" as they are said in Column.
_COLUMNS: Final = """
subject | Kommun | Municipality | name | Exempelköping | required | 20
    Kommunen uppgiften gäller. | The municipality it is about.
partner | Vänort | Partner | name | Randby | | 20
    Orten eller parten, som källan skriver. | The town or partner, as the source writes it.
kind | Slag | Kind | choice:Kind | twin-town | required | 18
    Samarbetets slag. | The kind of cooperation.
memberships.kind | Slag | Kind | choice:Kind | | rare | 18
    Tomt: nätverksmedlemskap. | Empty: network membership.
since | Sedan | Since | date | 1978 | | 12
    1978, 1978-05 eller 1978-05-17. Osäkert: 197X. | 1978, 1978-05 or 1978-05-17. Uncertain: 197X.
until | Till | Until | date | | | 12
    1978, 1978-05 eller 1978-05-17. Osäkert: 197X. | 1978, 1978-05 or 1978-05-17. Uncertain: 197X.
status | Läge | State | choice:Status | in-force | required | 20
    Vad källan säger om läget. | The state the source tells of.
source | Källa | Source | source | avtal-1978 | required | 24
    Nyckel eller titel på en rad i bladet Källor. | Key or title of a row of the sheet Sources.
actors.source | Uppgiften kommer från | Where this is from | text | | | 28
    Fri text. | Free text.
places.source | Uppgiften kommer från | Where this is from | text | | | 28
    Fri text. | Free text.
note | Anmärkning | Note | text | | | 30
    Fri text. | Free text.
territory | Land utan ort | Country without a partner | choice:Country | | rare | 18
    Bara när källan nämner ett land men ingen ort. | Only when the source names a country but no town.
axis | Lägets art | Aspect | text | | rare | 18
    Kan lämnas tomt. | May be left empty.
as_of | Avser tid | As of | date | | rare | 18
    När det gällde, om annat än källans datum. | When it held, if not at the source's date.
modality | Sägs som | Said as | choice:Modality | | rare | 18
    Tomt: uppgivet. | Empty: asserted.
asserted_by | Vem säger | Says who | name | | rare | 18
    Tomt: den som gav ut källan. | Empty: the publisher of the source.
basis | Grund | Basis | choice:Basis | | rare | 18
    Tomt: uttryckligt. | Empty: stated.
links.basis | Grund | Basis | choice:Basis | stated | required | 18
    Uttryckligt eller härlett. | Stated or inferred.
inference | Slutledning | Inference | choice:Inference | | rare | 18
    Krävs när grunden är härlett. | Required when the basis is inferred.
method | Metod | Method | choice:Method | | rare | 18
    Tomt: ur tabell. | Empty: from a table.
phrase | Ordalydelse | Words | text | | rare | 18
    Källans ord, högst 12. | The source's words, at most 12.
start | Från tecken | From character | number | | rare | 18
    I källans text. | In the source's text.
end | Till tecken | To character | number | | rare | 18
    I källans text. | In the source's text.
deciding_body | Beslutat av | Decided by | text | | rare | 18
    Fri text. | Free text.
initiator | Initiativ av | Initiated by | text | | rare | 18
    Fri text. | Free text.
reason | Skäl | Reason | text | | rare | 18
    Skäl som källan anger. | The reason the source gives.
recorded_at | Infört den | Recorded on | day | | rare | 18
    En dag: 2026-11-23. | A day: 2026-11-23.
recorded_by | Infört av | Recorded by | text | | rare | 18
    Fri text. | Free text.
withdrawn_at | Återtaget den | Withdrawn on | day | | rare | 18
    En dag: 2026-11-23. | A day: 2026-11-23.
withdrawn_reason | Återtaget därför att | Withdrawn because | text | | rare | 18
    Fri text. | Free text.
confidence | Säkerhet | Confidence | number | | rare | 18
    Tal från 0 till 1. | A number from 0 to 1.
file | Läst i fil | Read in file | text | | rare | 18
    Filen uppgiften lästes i. | The file it was read in.
row | Läst på rad | Read in row | number | | rare | 18
    Raden i filen. | The row of that file.
key | Radnyckel | Row key | key | | rare | 18
    Radens namn, alltid samma. Tomt: bildas av raden. | The row's name, ever the same. Empty: made of the row.
sources.key | Nyckel | Key | key | avtal-1978 | | 22
    Kort namn utan blanksteg. Tomt: bildas av titeln. | Short name without blanks. Empty: made of the title.
name | Namn | Name | text | Randby | required | 22
    Kort namn med latinska bokstäver. | Short name in Latin letters.
places.name | Namn | Name | text | Randby | required | 22
    Platsens namn. | The name of the place.
type | Typ | Type | choice:ActorType | local-authority | required | 26
    Vad det är. | What it is.
sources.type | Källtyp | Type | choice:SourceType | decision | required | 18
    Vad för slags källa. | What kind of source.
links.type | Typ | Type | choice:LinkType | actor | required | 18
    Aktör eller plats. | Actor or place.
country | Land | Country | choice:Country | SE | | 16
    Landskod eller namn. | Country code or name.
alt_names | Andra namn | Other names | text | | | 24
    Lodrätt streck emellan, språk efter @: Tromsö@sv. | Vertical bar between, language after @: Tromsö@sv.
place | Ligger i | Lies in | key | | rare | 18
    ~nyckel till en rad i bladet Platser. | ~key of a row of the sheet Places.
successor | Efterträdare | Successor | key | | rare | 18
    ~nyckel till den som tog över. | ~key of the one that took over.
latitude | Latitud | Latitude | number | 60.1 | | 12
    Grader, WGS 84. | Degrees, WGS 84.
longitude | Longitud | Longitude | number | 20.2 | | 12
    Grader, WGS 84. | Degrees, WGS 84.
population | Folkmängd | Population | number | | | 12
    Antal invånare. | Number of inhabitants.
part_of | Del av | Part of | key | | rare | 18
    ~nyckel till en annan plats. | ~key of another place.
title | Titel | Title | text | Avtal om vänortssamarbete | required | 40
    Som den står. | As it stands.
publisher | Utgivare | Publisher | name | Exempelköping | required | 22
    Den som gav ut källan. | Who published it.
published | Utgiven | Published | date | 1978-05-17 | | 14
    1978, 1978-05 eller 1978-05-17. Osäkert: 197X. | 1978, 1978-05 or 1978-05-17. Uncertain: 197X.
retrieved | Hämtad den | Retrieved on | day | 2026-11-23 | required | 14
    Dagen ni läste källan. | The day you read the source.
language | Språk | Language | text | sv | required | 10
    Språkkod: sv, fi, en. Okänt: und. | Language code: sv, fi, en. Unknown: und.
url | Webbadress | Address | text | | | 40
    https://… | https://…
licence | Licens | Licence | text | | rare | 18
    Källans villkor. | The terms of the source.
archived_url | Arkivadress | Archived at | text | | rare | 18
    https://… | https://…
sha256 | SHA-256 | SHA-256 digest | text | | rare | 18
    Textens kontrollsumma. | Digest of the text.
member | Medlem | Member | name | Exempelköping | required | 22
    Den som är med. | Who is a member.
network | Nätverk | Network | name | Exempelnätverket | required | 26
    Nätverkets namn. | The name of the network.
role | Roll | Role | choice:Role | | | 18
    Tomt: inte angivet. | Empty: not stated.
thing | Vad | Thing | name | Randby | required | 22
    Namn eller ~nyckel. | Name or ~key.
scheme | Register | Register | choice:Identifier | wikidata | required | 18
    Vilket register. | Which register.
code | Kod | Code | code | Q1 | required | 18
    Med inledande nollor. | With its leading zeros.
match | Överensstämmelse | Match | choice:Match | exact | required | 18
    Samma sak eller nära. | Exact or close.
about | Gäller | About | name | Randby | | 22
    Kommun eller part; annars tema. | Municipality or partner; else a theme.
theme | Tema | Theme | text | | | 18
    Bara när det inte gäller en part. | Only when it is not about a partner.
sought_for | Sökte | Sought for | text | beslut om att avsluta | required | 30
    Vad ni sökte. | What you looked for.
searched_in | Sökte i | Searched in | text | kommunfullmäktiges protokoll 1990–2020 | required | 36
    Var ni sökte. | Where you looked.
searched_on | Sökte den | Searched on | day | 2026-11-23 | required | 14
    En dag: 2026-11-23. | A day: 2026-11-23.
result | Utfall | Result | choice:SearchResult | none | required | 18
    Vad som kom ut. | What came of it.
about.municipality | Kommun | Municipality | text | | required | 18
    Kommunens namn. | The name of the municipality.
about.title | Datamängdens titel | Title of the dataset | text | | required | 18
    Som den ska visas. | As it shall be shown.
about.publisher | Utgivare | Publisher | text | | required | 18
    Den som ger ut uppgifterna. | Who publishes the data.
about.licence | Licens | Licence | text | | required | 18
    CC0-1.0, CC-BY-4.0 eller CC-BY-SA-4.0. | CC0-1.0, CC-BY-4.0 or CC-BY-SA-4.0.
about.recorded_on | Ifyllt den | Recorded on | day | | required | 18
    En dag: 2026-11-23. | A day: 2026-11-23.
about.recorded_by | Ifyllt av | Recorded by | text | | required | 18
    Funktion, inte personnamn. | Role, not a person's name.
about.name | Kortnamn | Short name | text | | | 18
    Små bokstäver, tomt: bildas av kommunen. | Lower case; empty: made of the municipality.
about.base | Bas för adresser | Base of addresses | text | | | 18
    Egen bas, kan lämnas tom. | Your own base, may be left empty.
"""

# Name in Swedish and English; what the sheet is for; its columns from the left.
_SHEETS: Final[dict[str, tuple[str, str, str]]] = {
    "claims": (
        "Vänorter | Twin towns",
        "Vänorter och annat samarbete med en part: en rad för varje uppgift i varje källa. | "
        "Twin towns and other cooperation with a partner: one row for each thing each source says.",
        "subject partner kind since until status source note territory axis {said} phrase start end {end}",
    ),
    "actors": (
        "Orter | Actors",
        "Vänorter, nätverk och andra parter som inte redan finns i grafen. | "
        "Towns, networks and other partners that the graph does not yet hold.",
        "name type country alt_names source note place successor key",
    ),
    "places": (
        "Platser | Places",
        "Platser med läge på kartan. | Places on the map.",
        "name country latitude longitude population alt_names source note part_of key",
    ),
    "sources": (
        "Källor | Sources",
        "Källorna: sidor, beslut, artiklar, listor. | The sources: pages, decisions, articles, lists.",
        "key title type publisher published retrieved language url licence archived_url sha256",
    ),
    "memberships": (
        "Medlemskap | Memberships",
        "Medlemskap i nätverk. | Memberships of networks.",
        "member network role since until status source note kind {said} {end}",
    ),
    "links": (
        "Identiteter | Identities",
        "Koder i andra register: SCB, Wikidata, GeoNames. | Codes in other registers: SCB, Wikidata, GeoNames.",
        "thing type scheme code match basis source note as_of modality asserted_by inference method {recorded} key",
    ),
    "searches": (
        "Sökningar | Searches",
        "Vad ni sökte och vad som kom ut, även när inget fanns. | "
        "What you looked for and what came of it, also nothing.",
        "about theme sought_for searched_in searched_on result note key",
    ),
}
_RECORDED: Final = "recorded_at recorded_by withdrawn_at withdrawn_reason file row"
_GROUPS: Final = {
    "said": "as_of modality asserted_by basis inference method",
    "end": f"deciding_body initiator reason confidence {_RECORDED} key",
    "recorded": _RECORDED,
}


def find(name: str) -> Sheet | None:
    """Return the sheet of a name in either language, whatever its capitals; None when there is none.

    >>> find("vänorter").table
    'claims'
    """
    wanted = name.strip().casefold()
    return next((sheet for sheet in SHEETS if wanted in [known.casefold() for known in sheet.names]), None)


def names() -> list[str]:
    """Return every name a sheet may have, those that hold no table too."""
    return [name for pair in (*(sheet.names for sheet in SHEETS), ABOUT, README, LISTS) for name in pair]


def letter(index: int) -> str:
    """Return the letters of a column by its number from 0.

    >>> letter(0), letter(26), letter(701)
    ('A', 'AA', 'ZZ')
    """
    high, low = divmod(index, 26)
    return (letter(high - 1) if high else "") + chr(ord("A") + low)


def _pair(text: str) -> tuple[str, str]:
    swedish, english = text.split(" | ")
    return swedish, english


def _columns() -> Iterator[tuple[str, Column]]:
    lines = [[part.strip() for part in line.split("|")] for line in _COLUMNS.strip().splitlines()]
    for (name, swedish, english, holds, sample, flags, width), help_ in zip(lines[::2], lines[1::2], strict=True):
        kind, _, scheme = holds.partition(":")
        yield (
            name,
            Column(
                code=name.rpartition(".")[2],
                headings=(swedish, english),
                help=(help_[0], help_[1]),
                holds=Holds(kind),
                scheme=scheme,
                sample=sample,
                required="required" in flags,
                rare="rare" in flags,
                width=int(width),
            ),
        )


def _sheets(columns: dict[str, Column]) -> Iterator[Sheet]:
    for table, (title, purpose, codes) in _SHEETS.items():
        chosen = [columns.get(f"{table}.{code}") or columns[code] for code in codes.format_map(_GROUPS).split()]
        yield Sheet(table, _pair(title), _pair(purpose), chosen)


_BY_NAME: Final = dict(_columns())
SHEETS: Final[Sequence[Sheet]] = tuple(_sheets(_BY_NAME))
"""The sheets in their order, one a table."""
ABOUT_ROWS: Final[Sequence[Column]] = tuple(column for name, column in _BY_NAME.items() if name.startswith("about."))
"""The rows of the sheet about the workbook: heading in column A, value in column B."""
