"""Which format and language a reader gets, by what its headers accept (RFC 9110, section 12). Pure."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from lulea_kg.web.problems import Problem

# The formats of documents and their media types; the first is what `*/*` gets.
DOCUMENTS: Final = {
    "html": "text/html",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}
# Other names that clients still ask by.
_ALIASES: Final = {
    "application/xhtml+xml": "text/html",
    "application/x-turtle": "text/turtle",
    "application/turtle": "text/turtle",
    "application/json": "application/ld+json",
    "text/plain": "application/n-triples",
}
_LANGUAGES: Final = ("sv", "en")
# What a header may hold: more is not read, for a list of thousands is no wish.
_MOST: Final = 50
_RANGE: Final = re.compile(r"\s*([!#$%&'*+.^_`|~\w-]+/[!#$%&'*+.^_`|~\w-]+)\s*((?:;[^,]*)?)\s*", re.ASCII)
_WEIGHT: Final = re.compile(r";\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*(?=;|$)", re.IGNORECASE)


def format_for(accept: str | None, offered: Mapping[str, str] = DOCUMENTS) -> str | None:
    """Return the name of the offered format that `accept` likes best, the first offered among equals; None for none.

    `offered` gives media types by name. Without a header, or with one that names no media range, the first is given.

    >>> format_for("text/turtle;q=0.5, application/ld+json")
    'jsonld'
    """
    types = set(offered.values())
    ranges = [(type_ if type_ in types else _ALIASES.get(type_, type_), q) for type_, q in _ranges(accept or "")]
    if not ranges:
        return next(iter(offered))
    weights = {name: _weight(ranges, type_) for name, type_ in offered.items()}
    best = max(weights, key=lambda name: weights[name])
    return best if weights[best] else None


def agreed(accept: str | None, offered: Mapping[str, str] = DOCUMENTS) -> str:
    """Return the name of the offered format that `accept` likes best; raise Problem (406) when it likes none."""
    if not (found := format_for(accept, offered)):
        raise not_offered(offered)
    return found


def not_offered(offered: Mapping[str, str]) -> Problem:
    """Return the problem of a format that is not offered: it names those that are."""
    return Problem(406, "formats-offered", expected=", ".join(offered.values()))


def language_for(accept_language: str | None, offered: Sequence[str] = _LANGUAGES) -> str:
    """Return the offered language that the header likes best; English, the language of most clients, without one.

    >>> language_for("sv-SE, en;q=0.5")
    'sv'
    """
    wished: dict[str, float] = {}
    for part in (accept_language or "").split(",")[:_MOST]:
        tag, _, parameters = part.strip().partition(";")
        weight = _WEIGHT.search(";" + parameters) if parameters else None
        primary = tag.strip().lower().partition("-")[0]
        wished.setdefault(primary, 1.0 if not parameters else float(weight[1]) if weight else 0.0)
    preferred = [lang for lang in ("en", *offered) if lang in offered]
    return max(dict.fromkeys(preferred), key=lambda lang: wished.get(lang, wished.get("*", 0.0)))


def _ranges(accept: str) -> list[tuple[str, float]]:
    found = []
    for part in accept.split(",")[:_MOST]:
        if match := _RANGE.fullmatch(part):
            weight = _WEIGHT.search(match[2])
            found.append((match[1].lower(), float(weight[1]) if weight else 1.0))
    return found


def _weight(ranges: list[tuple[str, float]], type_: str) -> float:
    """Return the weight of the most specific range that covers a media type, 0 when none does."""
    for wanted in (type_, type_.partition("/")[0] + "/*", "*/*"):
        if weights := [weight for found, weight in ranges if found == wanted]:
            return max(weights)
    return 0.0
