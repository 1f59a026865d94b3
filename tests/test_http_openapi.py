"""What /openapi.json says is what the server does, whatever is asked of it."""

import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final
from urllib.parse import quote, quote_from_bytes, urlencode

import faces
import openapi_spec_validator
import pytest
import schemathesis
from addresses import document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from reading import media_type
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance
from serving import Serving, facts, serving

CHECKS: Final = [not_a_server_error, status_code_conformance, content_type_conformance]
# Examples of each operation, and of each kind of request that is made up.
EXAMPLES: Final = 12
MADE_UP: Final = 320
LATIN: Final = st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_characters="\x7f")
# Pieces that headers, queries and paths are made of, beside any characters.
RANGES: Final = st.sampled_from(
    [
        "*/*",
        "text/*",
        "text/html",
        "text/turtle",
        "application/ld+json",
        "image/png",
        ";q=0",
        ";q=0.5",
        ";q=2",
        ";",
        ",",
    ]
)
NAMES: Final = st.sampled_from(
    [
        "q",
        "page",
        "lang",
        "since",
        "query",
        "format",
        "municipality",
        "as-of",
        "queries",
        "extend",
        "prefix",
        "id",
        "cursor",
    ]
)
VALUES: Final = st.sampled_from(
    ["1", "0", "-1", "2", "sv", "{}", "[]", "9911", "2020-02-30", "SELECT * { ?s ?p ?o }", "ASK {}", "\x00", "\ud7ff"]
)
PARTS: Final = st.sampled_from(
    [
        *("id", "doc", "def", "graph", "release", "actor", "queries", "lookup", "scb", "data", "search", "changes"),
        *("reconcile", "suggest", "sitemap", "static", ".well-known", "..", ".", "", "aaaaaaaaaa", "1"),
        *("twin-towns.csv", "ontology.ttl"),
    ]
)
# Values that lead somewhere in the fixture.
KNOWN: Final = {
    "municipality": "9911",
    "source": faces.paths()["source"].partition("/")[2],
    "query": "ASK {}",
    "q": "in",
    "prefix": "a",
    "id": faces.iri("municipality"),
}
KNOWN_PARTS: Final = {
    "type": "actor",
    "key": faces.paths()["municipality"].partition("/")[2],
    "scheme": "scb",
    "what": "entity",
}
KNOWN_CODES: Final = {"/lookup/{scheme}/{code}": "9911", "/def/{code}": "in-force", "/doc/def/{code}": "in-force"}
KNOWN_NAMES: Final = {"/graph/{name}": "ontology", "/data/{name}": "concordance.csv"}
FACES: Final = ("municipality", "concept", "claim", "graph-of-source", "release")
ADDRESSES: Final = (
    *("/", "/queries", "/queries/twin-towns", "/queries/persons.csv", "/search", "/changes", "/sparql", "/reconcile"),
    *("/reconcile/suggest/entity", "/reconcile/properties", "/reconcile/flyout/entity", "/reconcile/preview"),
    *("/reconcile/view", "/data", "/data/dump.nq.gz", "/catalog", "/sitemap.xml", "/health", "/openapi.json"),
)


@pytest.fixture(scope="module")
def server() -> Iterator[Serving]:
    with serving(faces.releases()) as running:
        yield running


@pytest.fixture(scope="module")
def described(server: Serving) -> dict[str, Any]:
    found: dict[str, Any] = facts(server.get("/openapi.json"))
    return found


def test_the_description_is_valid(described: dict[str, Any]) -> None:
    openapi_spec_validator.validate(described)


def addresses(described: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Yield the address of each path, filled in with what is known, and the media types that it is told to have."""
    for path, methods in described["paths"].items():
        told = methods["get"]
        parts = {"code": KNOWN_CODES.get(path, ""), "name": KNOWN_NAMES.get(path, "")}
        known = {**KNOWN_PARTS, **parts, "id": document("release").rpartition("/")[2]}
        query = {one["name"]: KNOWN[one["name"]] for one in told["parameters"] if one["name"] in KNOWN}
        yield f"{path.format_map(known)}?{urlencode(query)}", list(told["responses"].get("200", {}).get("content", {}))


def test_every_format_that_is_told_of_is_given(server: Serving, described: dict[str, Any]) -> None:
    wrong = {
        (path, type_): (got.status, media_type(got))
        # The formats of /sparql depend on the form of its query.
        for path, types in addresses(described)
        # Those of a file are its own.
        if not path.startswith(("/sparql", "/data/"))
        for type_ in types
        if ((got := server.get(path, type_)).status, media_type(got)) != (200, type_)
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("mode", "known"),
    [(GenerationMode.POSITIVE, {}), (GenerationMode.POSITIVE, KNOWN), (GenerationMode.NEGATIVE, KNOWN)],
    ids=["valid", "valid and known", "invalid"],
)
def test_the_server_does_what_the_description_says(
    server: Serving, described: dict[str, Any], mode: GenerationMode, known: dict[str, str]
) -> None:
    seen: Counter[int] = Counter()
    for found in schemathesis.openapi.from_dict(described).get_all_operations():
        assert isinstance(found, Ok)

        @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
        @given(found.ok().as_strategy(generation_mode=mode))
        def holds(case: schemathesis.Case[Any]) -> None:
            # What is known is asked for in place of words that nothing is named.
            case.query.update({name: value for name, value in known.items() if name in case.query})
            got = case.call_and_validate(f"http://127.0.0.1:{server.port}", checks=CHECKS)
            seen[got.status_code] += 1

        with suppress(Unsatisfiable):
            holds()
    assert seen[200] > 100


# What is made up


def asked(server: Serving, method: str, path: bytes, *headers: bytes) -> int:
    """Return the status of the answer to a request of any bytes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        lines = (method.encode() + b" " + path + b" HTTP/1.1", b"Host: localhost", b"Connection: close", *headers)
        connection.sendall(b"\r\n".join((*lines, b"", b"")))
        answer = connection.makefile("rb").readline()
    return int(answer.split()[1])


def is_right(status: int) -> bool:
    """Tell whether no fault of the server's own is told: 503 is for limits, and says so."""
    return status < 500 or status == 503


@settings(max_examples=MADE_UP, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(accept=st.lists(RANGES | st.text(LATIN, max_size=9), max_size=12).map("".join), name=st.sampled_from(FACES))
def test_no_header_makes_the_server_fail(server: Serving, accept: str, name: str) -> None:
    line = accept.encode("latin-1")
    assert is_right(asked(server, "GET", document(name).encode(), b"Accept: " + line, b"Accept-Language: " + line))


@settings(max_examples=MADE_UP, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.sampled_from(ADDRESSES),
    pairs=st.lists(st.tuples(NAMES | st.text(max_size=9), VALUES | st.text(max_size=30)), max_size=4),
)
def test_no_query_makes_the_server_fail(server: Serving, path: str, pairs: list[tuple[str, str]]) -> None:
    query = "&".join(f"{quote(name)}={quote(value)}" for name, value in pairs)
    assert is_right(asked(server, "GET", f"{path}?{query}".encode()))


@settings(max_examples=MADE_UP, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.lists(PARTS | st.text(max_size=9).map(quote) | st.binary(max_size=9).map(quote_from_bytes), max_size=6),
    method=st.sampled_from(["GET", "HEAD", "OPTIONS", "POST", "PUT"]),
)
def test_no_path_makes_the_server_fail(server: Serving, path: list[str], method: str) -> None:
    assert is_right(asked(server, method, ("/" + "/".join(path)).encode(), b"Content-Length: 0"))


@settings(max_examples=MADE_UP, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(line=st.binary(max_size=40))
def test_no_bytes_make_the_server_fail(server: Serving, line: bytes) -> None:
    assert is_right(asked(server, "GET", b"/search?q=" + line, b"Range: " + line))
    assert facts(server.get("/health"))["status"] == "ok"


@settings(max_examples=MADE_UP, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tag=st.text(LATIN, max_size=30), path=st.sampled_from(ADDRESSES))
def test_no_condition_makes_the_server_fail(server: Serving, tag: str, path: str) -> None:
    line = tag.encode("latin-1")
    conditions = [name + b": " + line for name in (b"If-None-Match", b"If-Range", b"Range", b"If-Modified-Since")]
    assert is_right(asked(server, "GET", path.encode(), *conditions))
