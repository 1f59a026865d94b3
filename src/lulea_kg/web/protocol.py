"""SPARQL 1.1 Protocol: what a request asks, over which graphs, and the format that its answer gets. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from lulea_kg.stores.guard import kind
from lulea_kg.web.negotiation import DOCUMENTS, agreed, not_offered
from lulea_kg.web.problems import Problem

QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
FORM: Final = "application/x-www-form-urlencoded"
RESULTS: Final = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
GRAPHS: Final = {name: type_ for name, type_ in DOCUMENTS.items() if name != "html"}
# What may be asked for by a shorter name: JSON and XML mean results here.
_RESULT_ALIASES: Final = {
    "application/json": RESULTS["json"],
    "application/xml": RESULTS["xml"],
    "text/xml": RESULTS["xml"],
}
_MOST_PARAMETERS: Final = 200


@dataclass(frozen=True)
class Question:
    """A query and the graphs it is asked of, as the request names them."""

    sparql: str
    default: Sequence[str] = ()
    named: Sequence[str] = ()
    format: str = ""


def question(method: str, query_string: str, content_type: str, body: bytes) -> Question | None:
    """Return what a request asks, None when it asks nothing; raise Problem for one that is not of the protocol."""
    pairs = _pairs(query_string)
    if method == "POST":
        pairs = _posted(pairs, content_type, body)
    if any(name == "update" for name, _ in pairs):
        raise Problem(403, "no-updates")
    queries, formats = _all(pairs, "query"), _all(pairs, "format")
    if len(queries) > 1:
        raise Problem(400, "one-query")
    if not queries:
        if method == "POST":
            raise Problem(400, "no-query")
        return None
    graphs = _all(pairs, "default-graph-uri"), _all(pairs, "named-graph-uri")
    return Question(queries[0], *graphs, format="".join(formats[:1]))


def format_of(asked: Question, accept: str | None) -> tuple[str, str]:
    """Return the format of an answer and its media type; raise Problem when the form of the query has none asked for.

    ?format= goes before what the headers accept.
    """
    offered: Mapping[str, str] = RESULTS if kind(asked.sparql) in ("SELECT", "ASK") else GRAPHS
    wished = (accept or "").lower()
    for alias, type_ in _RESULT_ALIASES.items() if offered is RESULTS else ():
        wished = wished.replace(alias, type_)
    if asked.format and asked.format not in offered:
        raise not_offered(offered)
    found = asked.format or agreed(wished, offered)
    return found, offered[found]


def _posted(pairs: list[tuple[str, str]], content_type: str, body: bytes) -> list[tuple[str, str]]:
    type_, _, parameters = content_type.lower().partition(";")
    if "charset" in parameters and "utf-8" not in parameters:
        raise Problem(415, "only-utf-8", found=content_type)
    if type_.strip() == QUERY:
        return [*pairs, ("query", _decoded(body))]
    if type_.strip() == FORM:
        # Graphs that the address names count here too: left out, the answer would be of other graphs than those asked.
        return [*pairs, *_pairs(_decoded(body))]
    if type_.strip() == UPDATE:
        raise Problem(403, "no-updates")
    raise Problem(415, "post-type", found=content_type)


def _all(pairs: Sequence[tuple[str, str]], name: str) -> list[str]:
    return [value for key, value in pairs if key == name]


def _pairs(encoded: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(encoded, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS)
    except ValueError as error:
        raise Problem(400, "bad-encoding") from error


def _decoded(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise Problem(400, "bad-encoding") from error
