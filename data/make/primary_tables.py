"""Tables in and out, and the natural keys of actors that the primary sources and memberships name."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from identity import Match, Matcher, slug

HERE: Final = Path(__file__).parent
DATA: Final = HERE.parent
FILE: Final = "twinnings_primary.csv"
MEMBERS: Final = "memberships.csv"
SOURCES: Final = tuple("key,type,title,publisher,url,published,retrieved,language,licence".split(","))
LEFT_OUT: Final = ("file", "row", "id", "reason")
# Marks a key of the primary sources beside a list key of the same name: whether both are one is not known.
OF_ANOTHER: Final = "-p"
IN_LULEA: Final = "stands in data/lulea"

Row = Mapping[str, str]
Name = tuple[str, str]


def read(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def write(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> int:
    """Write a table without the columns that no row uses; return how many rows it has."""
    table = list(rows)
    used = [column for column in columns if any(row.get(column) for row in table)]
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, used or columns, restval="", extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
    return len(table)


@dataclass
class Result:
    """The rows to be written, and where each row of a facts file went."""

    written: list[dict[str, str]] = field(default_factory=list)
    left_out: list[dict[str, str]] = field(default_factory=list)
    accounted: Counter[str] = field(default_factory=Counter)

    def leave_out(self, file: str, number: int, id_: str, reason: str) -> None:
        """Note that a row of the facts becomes nothing, and why; reasons are counted up to their first colon."""
        self.left_out.append({"file": file, "row": str(number), "id": id_, "reason": reason})
        self.accounted["left out: " + reason.partition(":")[0]] += 1


@dataclass
class Actors:
    """Who is meant by a name with its country; a decision once made stays.

    `partners` gives for each name the names it is paired with, for the rule that needs a shared pair; `where` the file
    and row in which it was first met; `variants` are names that the lists write in another way.
    """

    matcher: Matcher
    partners: Mapping[Name, set[Name]]
    hand: Mapping[Name, Row]
    matches: dict[Name, Match] = field(default_factory=dict)
    variants: set[Name] = field(default_factory=set)
    keys: dict[Name, str] = field(default_factory=dict)
    spellings: dict[str, Counter[Name]] = field(default_factory=lambda: defaultdict(Counter))
    where: dict[Name, tuple[str, int]] = field(default_factory=dict)

    def meet(self, name: Name, file: str, number: int) -> str:
        """Return the natural key of an actor named in a row; its successor is met in the same row."""
        self.where.setdefault(name, (file, number))
        if (hand := self.hand.get(name)) and hand["successor"]:
            self.where.setdefault((hand["successor"], name[1]), (file, number))
        return self.key(*name)

    def key(self, name: str, country: str) -> str:
        """Return the natural key of the actor a name means, and note that it was named so."""
        known = (name, country)
        if known not in self.keys:
            self.keys[known] = self._decide(known)
        key = self.keys[known]
        self.spellings[key][known] += 1
        return key

    def ambiguous(self) -> list[tuple[Name, tuple[str, ...]]]:
        """Return the names that could mean an actor of another key too: nothing decides, so they do not."""
        return [(name, found) for name, key in self.keys.items() if (found := self._undecided(name, key))]

    def described_here(self) -> list[str]:
        """Return the keys that no register describes, in order."""
        registered = {municipality.key for municipality in self.matcher.municipalities}
        return sorted(set(self.keys.values()) - registered)

    def type(self, key: str) -> str:
        """Return the type of an actor: a local authority unless its names say otherwise."""
        said = {self.hand[name]["type"] for name in self.spellings[key] if name in self.hand}
        return said.pop() if len(said) == 1 else "local-authority"

    def _undecided(self, name: Name, key: str) -> tuple[str, ...]:
        listed = key.removesuffix(OF_ANOTHER)
        by_hand = name in self.hand and self.hand[name]["key"]
        if key.endswith(OF_ANOTHER) and not by_hand and self.matcher.place(listed):
            return (listed,)
        if name in self.matches or name in self.hand:
            return self.matcher.candidates(*name)
        return self.matcher.candidates(*name) or self.matcher.variants(*name)

    def _decide(self, name: Name) -> str:
        hand = self.hand.get(name)
        if hand and hand["key"]:
            if hand["why"] == "spelling-in-same-source":
                self.matches[name] = Match(hand["key"], hand["why"])
            return hand["key"]
        partners = self.partners.get(name, ())
        match = self.matcher.by_name(*name) or self.matcher.by_name_and_pair(*name, partners)
        # What was decided by hand to be of another kind (an Amt, a minority) is not the town of its name.
        if not match and not hand:
            match = self.matcher.by_variant_and_pair(*name, partners)
            self.variants |= {name} if match else set()
        if match:
            self.matches[name] = match
            return match.key
        key = f"{name[1].lower()}-{slug(name[0])}"
        return f"{key}{OF_ANOTHER}" if self.matcher.place(key) else key


def facts_in_lulea() -> frozenset[str]:
    """Return the ids of the facts that claims of data/lulea were read from, as their notes begin with them."""
    starts = {row["note"].partition(":")[0] for row in read(DATA / "lulea" / "claims.csv")}
    return frozenset(each.strip() for start in starts for each in start.split(","))


def note(id_: str, *said: str) -> str:
    """Return the note of a claim: the id of its fact, and what is to be known."""
    text = "; ".join(filter(None, said))
    return f"{id_}: {text}" if text else id_


def hand_table() -> dict[Name, Row]:
    """Return what was decided by hand about actors: kind, successor, spelling."""
    return {(row["name"], row["country"]): row for row in read(HERE / "primary-actors.csv")}
