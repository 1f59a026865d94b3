"""What no store is asked: queries that would reach the network, or take the process down by their depth or length."""

import re
from collections import Counter
from typing import Final

from lulea_kg.errors import InputError

# The parser recurses: it ends the process by a signal on brackets nested about 2,250 deep, on about 3,000 BIND, MINUS
# or VALUES in a row, and on about 20,000 of almost anything else. These limits keep well below.
MAX_NESTING: Final = 500
MAX_QUERY: Final = 1_000_000
MAX_TOKENS: Final = 5000
MAX_KEYWORDS: Final = 1000
_MAX_IRI: Final = 2000
_FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_KEYWORDS: Final = ("AS", "BIND", "EXISTS", "FILTER", "GRAPH", "MINUS", "OPTIONAL", "UNION", "VALUES", "{")
# What may hide a word or bracket (strings, IRIs, comments, variables) is one token, so that only real ones are counted.
_TOKEN: Final = re.compile(
    r'''"""(?:[^"\\]|\\.|"(?!""))*"""|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}'''
    r"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>"{}|^`\\\s]*>|#[^\n]*|[?$]\w+|@[A-Za-z-]+|[0-9]+(?:\.[0-9]+)?"""
    r"""|[A-Za-z_][\w:-]*(?:\.[\w:-]+)*|&&|\|\||\S""",
    re.DOTALL,
)


def refuse_dangerous(sparql: str) -> None:
    """Raise InputError for a query that is too long or nested too deep, or that would reach the network."""
    if len(sparql) > MAX_QUERY:
        raise InputError("query-too-long", found=len(sparql), limit=MAX_QUERY)
    depth = bangs = 0
    counts: Counter[str] = Counter()
    for token in (match[0].upper() for match in _TOKEN.finditer(sparql)):
        if token in "({[":
            depth += 1
        elif token in ")}]":
            depth -= 1
        elif token in ("SERVICE", "LOAD"):
            raise InputError("query-network", found=token)
        elif token.startswith("<"):
            # "a<b && c>d" without blanks looks like an IRI: what stands inside counts as if it were none.
            _check_iri(token)
        bangs = bangs + 1 if token == "!" else 0
        if max(depth, bangs) > MAX_NESTING:
            raise InputError("query-too-deep", limit=MAX_NESTING)
        counts[token] += 1
    if (total := counts.total()) > MAX_TOKENS:
        raise InputError("query-too-many", found=total, limit=MAX_TOKENS)
    for word in _KEYWORDS:
        if counts[word] > MAX_KEYWORDS:
            raise InputError("query-too-many", found=word, limit=MAX_KEYWORDS)


def kind(sparql: str) -> str:
    """Return the form of a query, SELECT, ASK, CONSTRUCT or DESCRIBE; raise InputError for an update and the like."""
    tokens = (match[0] for match in _TOKEN.finditer(sparql))
    words = [token.upper() for token in tokens if not token.startswith("#")]
    while words[:1] in (["PREFIX"], ["BASE"]):
        # What a prologue declares ends with its IRI.
        del words[: next((n for n, word in enumerate(words, 1) if word.startswith("<")), len(words))]
    found = next(iter(words), "")
    if found not in _FORMS:
        raise InputError("bad-sparql", found=repr(found[:80]))
    return found


def names_dataset(sparql: str) -> bool:
    """Tell whether a query says itself, by FROM, which graphs it is asked of."""
    return any(match[0].upper() == "FROM" for match in _TOKEN.finditer(sparql))


def _check_iri(token: str) -> None:
    if len(token) > _MAX_IRI or max(token.count("("), token.count("!")) > MAX_NESTING // 10:
        raise InputError("query-too-deep", limit=MAX_NESTING)
    if re.search(r"\b(SERVICE|LOAD)\b[^/]*[(&|]", token):
        raise InputError("query-network", found=token[:80])
