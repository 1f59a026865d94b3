"""Memberships of networks from memberships.csv, and their sources."""

from collections.abc import Iterator, Sequence
from typing import Final

from identity import slug
from primary_sources import PUBLISHER_NAMES, hostname
from primary_tables import IN_LULEA, MEMBERS, Actors, Result, Row, facts_in_lulea, note

COLUMNS: Final = tuple(
    "key,source,member,network,role,kind,status,since,until,as_of,modality,asserted_by,basis,inference,method,"
    "note,file,row".split(",")
)
NO_MEMBER: Final = "no member is named"
NO_TERM: Final = "the founding of a network itself has no term in the model"
MEMBERSHIP_SOURCES: Final = {
    "bodo.kommune.no, Bodø med i historisk samarbeid (list of signatories)": (
        "publisher-bodo-kommune-no",
        "article",
        "",
        "no",
    ),
    "tromso.kommune.no, Tromsø sentral i nytt arktisk ordførerforum": ("Tromsø", "article", "", "no"),
    "umu.se, The local voice in the Arctic": ("publisher-umu-se", "article", "", "en"),
    "arcticmayors.com/about-the-forum (older version): Faroe Islands part of the forum until 2022": (
        "network-arctic-mayors-forum",
        "page",
        "https://arcticmayors.com/about-the-forum",
        "en",
    ),
    "UBC Bulletin, autumn 2022 (issuu.com/unionofthebalticcities)": (
        "network-union-of-the-baltic-cities",
        "page",
        "https://issuu.com/unionofthebalticcities",
        "und",
    ),
    "UBC Bulletin 1/2011 (docslib.org/doc/9003669)": (
        "network-union-of-the-baltic-cities",
        "page",
        "https://docslib.org/doc/9003669",
        "und",
    ),
    "Eurocities member list via c-riq/city-vote public-data/city-networks/eurocities@016eb56 (file of 2025-05-18), "
    "Nordic and Baltic members": ("publisher-c-riq-city-vote", "list-copy", "", "en"),
    "vannas.se Regionalt samarbete och vänorter": ("Vännäs", "page", "", "sv"),
}


class Memberships:
    """Reads rows of memberships into claims; `publishers` receives who published their sources."""

    def __init__(self, actors: Actors, publishers: dict[str, str]) -> None:
        self._actors = actors
        self._publishers = publishers
        self._in_lulea = facts_in_lulea()
        self._table: dict[str, dict[str, str]] = {}

    def of(self, members: Sequence[Row], networks: Sequence[Row]) -> Result:
        """Return the memberships, and why a row has none; no row of networks.csv has."""
        result = Result()
        for number, row in enumerate(members, start=2):
            if reason := self._why_left_out(row):
                result.leave_out(MEMBERS, number, row["membership_id"], reason)
                continue
            source = self._source(row)
            self._table[source["key"]] = source
            result.written += self._membership(row, number, source["key"])
            result.accounted["claimed"] += 1
        for number, row in enumerate(networks, start=2):
            result.leave_out("networks.csv", number, row["network"], NO_TERM)
        return result

    def sources(self) -> list[dict[str, str]]:
        """Return the rows of the sources table."""
        return list(self._table.values())

    def _why_left_out(self, row: Row) -> str:
        if row["membership_id"] in self._in_lulea:
            return IN_LULEA
        return NO_MEMBER if row["member_name"].startswith("(") else ""

    def _membership(self, row: Row, number: int, source: str) -> Iterator[dict[str, str]]:
        name = row["member_name"], row["member_country"]
        common = {
            "source": source,
            "member": f"~{self._actors.meet(name, MEMBERS, number)}",
            "network": f"~network-{slug(row['network'])}",
            "role": row["role"],
            "as_of": row["as_of"],
            "modality": "asserted",
            "method": "hand-read",
            "basis": "stated",
            "note": note(row["membership_id"], row["note"]),
            "file": MEMBERS,
            "row": str(number),
        }
        key = row["membership_id"]
        # The start given for Umeåregionen is that of the formal cooperation as a whole.
        begun = "" if row["network"] == "Umeåregionen" else row["start"]
        if row["status"] == "ended":
            inferred = {"basis": "inferred", "inference": "named-in-another-source"}
            yield (
                common
                | inferred
                | {"key": f"{key}-in-force", "status": "in-force", "since": begun, "until": row["end"]}
            )
            yield common | inferred | {"key": f"{key}-ended", "status": "ended", "since": row["end"]}
        else:
            yield common | {"key": key, "status": "in-force", "since": begun}

    def _source(self, row: Row) -> dict[str, str]:
        text = row["source"]
        publisher, type_, url, language = MEMBERSHIP_SOURCES[text]
        if publisher == "Tromsø":
            publisher = self._actors.key("Tromsø", "NO")
        elif publisher == "Vännäs":
            publisher = self._actors.key("Vännäs", "SE")
        elif publisher.startswith("publisher-"):
            self._publishers.setdefault(publisher, PUBLISHER_NAMES.get(publisher, hostname(text)))
        return {
            "key": slug(text)[:70].rstrip("-"),
            "type": type_,
            "title": text,
            "publisher": f"~{publisher}",
            "url": url,
            "published": row["as_of"],
            "retrieved": row["retrieved"],
            "language": language,
        }
