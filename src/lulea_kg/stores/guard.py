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
    r"""|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'|<(?:[^<>"{}|^`\\\x00-\x20]|\\[uU][0-9A-Fa-f]{4})*>|\\.|#[^\n\r]*"""
    r"""|[?$]\w+|@[A-Za-z-]+|[0-9]+(?:\.[0-9]+)?|[A-Za-z_][\w:-]*(?:\.[\w:-]+)*|&&|\|\||\S""",
    re.DOTALL,
)
# The parser takes a keyword without a blank before or after it, "trueSERVICEa:b". So this one is looked for in the text
# as it is: strings and comments may begin and end elsewhere for the parser than for the tokens above. It is no keyword
# within a name, a path or a fragment, nor when what follows can be no endpoint.
_SERVICE: Final = re.compile(
    r"(?:(?<![?$:/#\w-])|(?<=true)|(?<=false)|(?<=[0-9]))service\s{0,100}(?:silent\s{0,100})?"
    r"(?:[<#]|[?$][^\s\"']|\s{100}|[^\s<>\"'(){}?$#:]{1,100}:|[^\s<>\"'(){}?$#:]{100}"
    r"|:\S{0,100}(?:\s{0,100}[{#]|\s{100})|:\S{100})",
    re.IGNORECASE,
)


def refuse_dangerous(sparql: str) -> None:
    """Raise InputError for a query that is too long or nested too deep, or that would reach the network."""
    if len(sparql) > MAX_QUERY:
        raise InputError("query-too-long", found=len(sparql), limit=MAX_QUERY)
    if match := _SERVICE.search(sparql):
        raise InputError("query-network", found=match[0][:7].upper())
    depth = bangs = 0
    counts: Counter[str] = Counter()
    for number, token in enumerate((match[0].upper() for match in _TOKEN.finditer(sparql)), start=1):
        if token in "({[":
            depth += 1
        elif token in ")}]":
            depth -= 1
        elif token == "LOAD":
            raise InputError("query-network", found=token)
        elif token in ("'", '"'):
            # A string without end: to look for its end from each quote on would take minutes.
            raise InputError("bad-sparql", found=token)
        elif token.startswith("<"):
            # "a<b && c>d" without blanks looks like an IRI: what stands inside counts as if it were none.
            _check_iri(token)
        bangs = bangs + 1 if token == "!" else 0
        if max(depth, bangs) > MAX_NESTING:
            raise InputError("query-too-deep", limit=MAX_NESTING)
        if number > MAX_TOKENS:
            raise InputError("query-too-many", found=f"> {MAX_TOKENS}", limit=MAX_TOKENS)
        counts[token] += 1
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
