"""Sources of the primary claims: key, address, publisher, type, language, date, from the words of the facts file."""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from identity import slug
from primary_tables import HERE, Actors, Row, read

UNDATED: Final = "-"
# Hosts of newspapers, broadcasters, agencies and magazines where no note of the facts says "press".
PRESS_HOSTS: Final = frozenset(
    "nord-news.ru nrk.no ekuriren.se st.nu svt.se sla.se mitti.se islandsbloggen.com vardberg.is svenska.yle.fi"
    " delsurnews.com arjeplognytt.se corren.se spanaren.se altaposten.no kinamedia.se murmansk-news.net"
    " jumelages-partenariats.com lundagard.se chinascope.org sverigesradio.se lidingonyheter.se".split()
)
# Words by which a text shows its language, in this order. A Norwegian word may look Swedish: the host decides then.
_LANGUAGES: Final = (
    ("sv", r"vänort|vanort|vännen"),
    ("en", r"/en/|twin.(town|cit)|english|sister|statement|partnership|cooperation|friendship|international |scraps"),
    ("fi", r"ystävyys|pohjoismainen|kaupungin|naapurikaupunki|tiedote|pormestari|ystavyys"),
    ("no", r"vennskap|internasjonal|nekter|krangler|russland|ordfører|norske partnere"),
    ("da", r"venskab|dropper|samarbejde|nordiske venner"),
    ("is", r"vinab|múrmansk|vinaborg|bærinn|íslensk"),
    (
        "de",
        r"städte|staedte|partnerst|partnerschaft|besuch|vereinbarung|netzwerk|kommunalpolitik|russisches|pressemitteil",
    ),
    ("et", r"välissuhted|sõprus|koostöö"),
    ("lv", r"sadraudz|sadarbib|pašvaldība|dienas|līgumu|starptautiska"),
    ("lt", r"nutrauk|bendradarbiav|ryšius"),
    ("pl", r"miasta-|koniec-|gminy"),
    ("be", r"[іў]\S*[а-я]"),
    ("ru", r"[а-я]{4}"),
    ("fr", r"villes-jum|relations-internationales"),
    (
        "sv",
        r"kommun|samarbete|internationel|partnerskap|nyhet|fortsatt|sverige|motion|gott om|artikel|kinesisk|gemensamt",
    ),
    ("sv", r"klimatanpassning|lucia|faktakoll|rapport"),
)
_BY_HOST: Final = {"no": "no", "dk": "da", "is": "is", "de": "de"}
_OWN_TYPES: Final = (
    ("article", r"nyhet|pressrum|pressmeddelande|press release|release|/news|aktuel|\bnews\b|tiedote"),
)


@dataclass(frozen=True)
class Part:
    """One source of a text that may name two: what the claims of it are called, and when it spoke."""

    key: str
    suffix: str
    published: str


class Sources:
    """The sources that the rows of the facts name, each once."""

    def __init__(self, rows: Sequence[Row], actors: Actors) -> None:
        self._actors = actors
        self._hand: dict[str, list[Row]] = defaultdict(list)
        for hand in read(HERE / "primary-sources.csv"):
            self._hand[hand["source"]].append(hand)
        self._rows: dict[tuple[str, bool], list[Row]] = defaultdict(list)
        self._texts: dict[str, set[bool]] = defaultdict(set)
        for row in rows:
            self._rows[row["source"], bool(row["as_of"])].append(row)
            self._texts[row["source"]].add(bool(row["as_of"]))
        self._table: dict[str, dict[str, str]] = {}
        self.publishers: dict[str, str] = {}

    def parts(self, row: Row) -> list[Part]:
        """Return the sources of a row: one, or two where its text names two; they are then in the table."""
        named = [each for each in self._hand[row["source"]] if each["part"]]
        if named:
            return [self._named_part(each, row) for each in named]
        group = self._rows[row["source"], bool(row["as_of"])]
        dates = {each["as_of"] for each in group}
        published = dates.pop() if len(dates) == 1 else ""
        text = row["source"]
        undated_beside_dated = not row["as_of"] and len(self._texts[text]) == 2
        hand: Row = self._hand[text][0] if self._hand[text] else {}
        key = self._add(text, published, hand, group, other_state=undated_beside_dated)
        return [Part(key, "", row["as_of"])]

    def table(self) -> list[dict[str, str]]:
        """Return the rows of the sources table."""
        return list(self._table.values())

    def _named_part(self, hand: Row, row: Row) -> Part:
        published = "" if hand["published"] == UNDATED else hand["published"]
        key = self._add(hand["part"], published, hand, [row], other_state=False)
        return Part(key, hand["suffix"], published)

    def _add(self, text: str, published: str, hand: Row, group: list[Row], *, other_state: bool) -> str:
        key = self._key(text, "-undated" if other_state else "")
        if key not in self._table:
            publisher, own = self._publisher(text, hand, group)
            self._table[key] = {
                "key": key,
                "type": hand.get("type") or _type(text, group, own=own),
                "title": text,
                "publisher": f"~{publisher}",
                "url": address(text),
                "published": published,
                "retrieved": group[0]["retrieved"],
                "language": language(text),
            }
        return key

    def _key(self, text: str, suffix: str) -> str:
        key = whole = slug(text)[:70].rstrip("-") + suffix
        number = 1
        while key in self._table and self._table[key]["title"] != text:
            number += 1
            key = f"{whole}-{number}"
        return key

    def _publisher(self, text: str, hand: Row, group: list[Row]) -> tuple[str, bool]:
        """Return the key of who published a source, and whether that is one of the parties."""
        said = hand.get("publisher", "")
        if said.startswith("publisher-"):
            self.publishers[said] = PUBLISHER_NAMES.get(said, text)
            return said, False
        if said:
            name, _, country = said.rpartition(", ")
            return self._actors.key(name, country), True
        host = hostname(text)
        for name, country in _named_in(group):
            if is_own_host(host, name, country):
                return self._actors.key(name, country), True
        key = f"publisher-{slug(host)}"
        self.publishers[key] = host
        return key, False


PUBLISHER_NAMES: Final = {
    "publisher-wikipedia-en": "Wikipedia (en)",
    "publisher-c-riq-city-vote": "c-riq/city-vote",
    "publisher-gefle-dagblad": "Gefle Dagblad",
    "publisher-ndr": "NDR",
    "publisher-kuntaliitto": "Kuntaliitto",
    "publisher-ol-wittich-de": "ol.wittich.de",
    "publisher-bibliotek-jonkoping-se": "bibliotek.jonkoping.se",
    "publisher-regionforbundet-jonkopings-lan": "Regionförbundet Jönköpings län",
}


def hostname(text: str) -> str:
    """Return the host that a source text begins with.

    >>> hostname("umea.se Vasa (vänort page)"), hostname("nrk.no/nordland 1.16598926")
    ('umea.se', 'nrk.no')
    """
    return re.split(r"[\s/,;]", text.strip(), maxsplit=1)[0].rstrip(".").lower()


def address(text: str) -> str:
    """Return the address a source text gives in full, "" where it gives a host or a title only.

    >>> address("kohtla-jarve.ee/uldteave1 Välissuhted (2024-02-26)"), address("nrk.no/nordland 1.16598926")
    ('https://kohtla-jarve.ee/uldteave1', '')
    """
    token, _, rest = text.strip().partition(" ")
    whole = token.endswith(",") or not rest or rest.startswith("(")
    token = token.rstrip(",;")
    host, slash, path = token.partition("/")
    if not slash or not path or "..." in token or not re.fullmatch(r"[a-z0-9.-]+\.[a-z]{2,}", host):
        return ""
    titled = re.search(r"[0-9]", path.rstrip("/").rpartition("/")[2]) and not re.match(r"[0-9§]|p=|c[0-9]|n[A-Z]", rest)
    return f"https://{token}" if whole or titled else ""


def language(text: str) -> str:
    """Return the language of the words a source text shows, `und` where it shows none."""
    host = hostname(text)
    words = text.lower().removeprefix(host)
    code = next((code for code, pattern in _LANGUAGES if re.search(pattern, words)), "und")
    return _BY_HOST.get(host.rpartition(".")[2], code) if code == "sv" else code


def is_own_host(host: str, name: str, country: str) -> bool:
    """Tell whether a host is that of the municipality of this name.

    >>> is_own_host("tromso.kommune.no", "Tromsø", "NO"), is_own_host("press.skara.se", "Zeven", "DE")
    (True, False)
    """
    labels = host.split(".")
    plain = name.partition(" (")[0]
    bare = slug(plain).replace("-", "")
    german = slug(re.sub("[äöü]", lambda m: {"ä": "ae", "ö": "oe", "ü": "ue"}[m[0]], plain.lower())).replace("-", "")
    danish = slug(re.sub("[øåæ]", lambda m: {"ø": "oe", "å": "aa", "æ": "ae"}[m[0]], plain.lower())).replace("-", "")
    domains = {country.lower(), "gov", "kommune", "eu", "if"}
    return any(
        label.replace("-", "") in {bare, german, danish} and following in domains
        for label, following in itertools.pairwise(labels)
    )


def _named_in(group: Iterable[Row]) -> list[tuple[str, str]]:
    pairs = [(row[f"{side}_name"], row[f"{side}_country"]) for side in ("listed_by", "partner") for row in group]
    return [pair for pair in dict.fromkeys(pairs) if pair[0]]


def _type(text: str, group: list[Row], *, own: bool) -> str:
    if own:
        return next((type_ for type_, words in _OWN_TYPES if re.search(words, text.lower())), "page")
    notes = " ".join(row["note"] for row in group)
    is_press = re.search(r"\b(press|local news|news agency|newspaper|news item)\b(?! release)", notes)
    return "press" if is_press or hostname(text) in PRESS_HOSTS else "page"
