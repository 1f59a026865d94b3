"""What no store is asked: queries that would reach the network, or take the process down by their depth or length."""

import re
from collections import Counter
from typing import Final

from lulea_kg.errors import InputError

# The parser recurses: it ends the process by a signal on brackets nested about 2,250 deep, on about 3,000 BIND, MINUS
# or VALUES in a row and on about 20,000 of anything else. These limits keep well below.
MAX_NESTING: Final = 500
MAX_QUERY: Final = 1_000_000
_MAX_REPEATED: Final = {**dict.fromkeys(".;,", 5000), **dict.fromkeys(("&&", "||", "+", "-", "*", "/", "|", "^"), 2000)}
_KEYWORDS: Final = ("BIND", "EXISTS", "FILTER", "GRAPH", "IN", "MINUS", "OPTIONAL", "UNION", "VALUES")
_MAX_KEYWORD: Final = 1000
# What may hide a word or bracket (strings, IRIs, comments, variables) is one token, so that only real ones are counted.
_TOKEN: Final = re.compile(
    r'''"""(?:[^"\\]|\\.|"(?!""))*"""|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}'''
    r"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>"{}|^`\\\s]*>|#[^\n]*|[?$@][\w-]+|[0-9]+(?:\.[0-9]+)?"""
    r"""|[A-Za-z_][\w:-]*(?:\.[\w:-]+)*|&&|\|\||[({\[\])}!.;,+*/|^-]""",
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
        bangs = bangs + 1 if token == "!" else 0
        if max(depth, bangs) > MAX_NESTING:
            raise InputError("query-too-deep", limit=MAX_NESTING)
        counts[token] += 1
    limits = {**_MAX_REPEATED, **dict.fromkeys(_KEYWORDS, _MAX_KEYWORD)}
    for token, limit in limits.items():
        if counts[token] > limit:
            raise InputError("query-too-many", found=token, limit=limit)
