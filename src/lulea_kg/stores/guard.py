"""What no store is asked: queries that would reach the network, or take the process down by their depth."""

import re

from lulea_kg.errors import InputError

# pyoxigraph ends the process by a signal on deeper nesting (brackets from about 2,250); see docs/decisions.
MAX_NESTING = 500
MAX_QUERY = 1_000_000
# What may hide a word or bracket (strings, IRIs, comments) is one token, so that only real ones are counted.
_TOKEN = re.compile(
    r'''"""(?:[^"\\]|\\.|"(?!""))*"""|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}'''
    r"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>"{}|^`\\\s]*>|#[^\n]*|[A-Za-z_][\w:.-]*|[({\[\])}!]""",
    re.DOTALL,
)


def refuse_dangerous(sparql: str) -> None:
    """Raise InputError for a query that is too long or nested too deep, or that would reach the network."""
    if len(sparql) > MAX_QUERY:
        raise InputError("query-too-long", found=len(sparql), limit=MAX_QUERY)
    depth = bangs = unions = 0
    for token in (match[0] for match in _TOKEN.finditer(sparql)):
        if token in "({[":
            depth += 1
        elif token in ")}]":
            depth -= 1
        elif token.upper() in ("SERVICE", "LOAD"):
            raise InputError("query-network", found=token.upper())
        unions += token.upper() == "UNION"
        bangs = bangs + 1 if token == "!" else 0
        if max(depth, bangs) > MAX_NESTING or unions > 4 * MAX_NESTING:
            raise InputError("query-too-deep", limit=MAX_NESTING)
