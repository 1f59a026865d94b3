"""Which format and language clients get by what they accept, and the headers that every answer carries."""

from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Final

import faces
import pytest
from addresses import DOCUMENTS, document, identifier
from reading import TYPES, links, media_type
from serving import Got, Serving, facts, serving

CC0: Final = "http://creativecommons.org/publicdomain/zero/1.0/"
BY: Final = "http://creativecommons.org/licenses/by/4.0/"
# What clients send, and the format they get.
ACCEPTS: Final = {
    "": "html",
    "*/*": "html",
    "text/*": "html",
    "application/*": "jsonld",
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7": "html",
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8": "html",
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,image/apng,*/*;q=0.8": "html",
    # rdflib, for one format and for another
    "text/turtle, application/x-turtle, */*;q=0.1": "ttl",
    "application/ld+json, application/json;q=0.9, */*;q=0.1": "jsonld",
    "application/rdf+xml, */*;q=0.1": "rdf",
    "text/plain, */*;q=0.1": "nt",
    # Jena
    "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,*/*;q=0.3": "ttl",
    # OWLAPI, of two ages
    "application/rdf+xml, application/xml; q=0.5, text/xml; q=0.3, */*; q=0.2": "rdf",
    "application/rdf+xml, application/xml; q=0.7, text/xml; q=0.6, text/plain; q=0.1, */*; q=0.09": "rdf",
    "application/rdf+xml, application/xml; q=0.7, text/xml; q=0.6,text/turtle; q=0.5, application/ld+json; q=0.4, "
    "application/trig; q=0.3, application/n-triples; q=0.2, application/n-quads; q=0.19, text/n3; q=0.18, "
    "text/plain; q=0.1, */*; q=0.09": "rdf",
    # Weights, ranges and parameters
    "text/html;q=0.1, application/n-triples;q=0.2": "nt",
    "text/turtle;q=0, */*": "html",
    "text/html;q=0, */*;q=0.5": "ttl",
    "text/*;q=0.3, text/html;q=0.2, application/rdf+xml;q=0.1": "ttl",
    "TEXT/TURTLE": "ttl",
    "text/turtle ; charset=utf-8 ; q=0.9 , text/html;q=0.8": "ttl",
    'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"': "jsonld",
    "image/png, application/n-triples;q=0.001": "nt",
    # What is not of the grammar is passed over
    "turtle": "html",
    ";;;,,,": "html",
    ", ,text/turtle, ,": "ttl",
}
REFUSED: Final = ("image/png", "text/turtle;q=0", "*/*;q=0", "text/csv, application/json;q=0", "text/html;q=0.000")
LANGUAGES: Final = {
    "": "en",
    "*": "en",
    "de": "en",
    "sv": "sv",
    "sv-SE,sv;q=0.9,en-US;q=0.8,en;q=0.7": "sv",
    "en-GB,en;q=0.9,sv;q=0.8": "en",
    "en;q=0.1, sv;q=0.2": "sv",
    "sv;q=0": "en",
    "en;q=0, *": "sv",
    "SV-fi": "sv",
    "de, sv;q=0.3": "sv",
    ";;,=": "en",
}
# Headers that tell one request from another, not one answer from another.
EACH: Final = {"date", "x-request-id"}


@pytest.fixture(scope="module")
def server() -> Iterator[Serving]:
    with serving(faces.releases()) as running:
        yield running


def headers(got: Got) -> dict[str, str]:
    return {name: value for name, value in got.headers.items() if name not in EACH}


def at(name: str, format_: str) -> str:
    return f"{document(name)}.{format_}"


# Formats and languages


@pytest.mark.parametrize("accept", ACCEPTS)
@pytest.mark.parametrize("name", ["municipality", "concept", "release"])
def test_a_client_gets_the_format_it_likes_best(server: Serving, name: str, accept: str) -> None:
    got = server.get(document(name), accept)
    assert (got.status, media_type(got)) == (200, TYPES[ACCEPTS[accept]])
    assert got.headers["vary"].startswith("Accept")


@pytest.mark.parametrize("accept", REFUSED)
@pytest.mark.parametrize("name", ["municipality", "concept", "release", "municipality-in-release"])
def test_a_client_that_takes_none_of_the_formats_is_told_which_there_are(
    server: Serving, name: str, accept: str
) -> None:
    got = server.get(document(name), accept)
    assert (got.status, media_type(got), facts(got)["status"]) == (406, "application/problem+json", 406)
    assert all(type_ in facts(got)["detail"] for type_ in TYPES.values())


@pytest.mark.parametrize("accept_language", LANGUAGES)
def test_a_reader_gets_the_language_it_likes_best(server: Serving, accept_language: str) -> None:
    got = server.get(document("municipality"), TYPES["html"], accept_language=accept_language)
    assert got.headers["content-language"] == LANGUAGES[accept_language]


@pytest.mark.parametrize(
    ("path", "accept", "vary"),
    [
        ("", "text/html", {"Accept", "Accept-Language"}),
        ("?lang=sv", "text/html", {"Accept"}),
        ("", "text/turtle", {"Accept"}),
        (".html", "", {"Accept-Language"}),
        (".html?lang=sv", "", set()),
        (".ttl", "", set()),
    ],
)
def test_vary_names_the_headers_that_chose_the_answer(server: Serving, path: str, accept: str, vary: set[str]) -> None:
    got = server.get(document("municipality") + path, accept)
    assert set(filter(None, got.headers.get("vary", "").split(", "))) == vary


# What is not there


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/doc/actor/aaaaaaaaaa",
        "/id/actor/aaaaaaaaaa",
        "/doc/actor/aaaaaaaaaa.ttl",
        "/doc/nothing/aaaaaaaaaa",
        "/doc/actor/",
        "/doc/",
        "/def/nothing",
        "/doc/def/nothing.ttl",
        "/graph/nothing",
        "/release/2026-01-01-000000000000",
        "/release/nothing",
        "/release/{release}/actor/aaaaaaaaaa",
        "/lookup/scb",
    ],
)
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_what_is_not_there_is_404_in_the_language_of_the_reader(server: Serving, path: str, lang: str) -> None:
    got = server.get(path.replace("{release}", document("release").rpartition("/")[2]), accept_language=lang)
    assert (got.status, media_type(got), got.headers["content-language"]) == (404, "application/problem+json", lang)
    assert facts(got)["title"] == {"sv": "Finns inte", "en": "Not found"}[lang]


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_nothing_can_be_written(server: Serving, method: str) -> None:
    got = server.get(document("municipality"), method=method, body=b"x")
    assert (got.status, got.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


# Asking again


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("format_", ["html", "ttl"])
def test_head_has_the_headers_of_get_and_no_body(server: Serving, name: str, format_: str) -> None:
    got, head = server.get(document(name), TYPES[format_]), server.get(document(name), TYPES[format_], method="HEAD")
    assert (head.status, headers(head), head.body) == (got.status, headers(got), b"")
    assert int(got.headers["content-length"]) == len(got.body)


@pytest.mark.parametrize("form", ["{}", '"other", {} , "more"', "W/{}", "*"])
@pytest.mark.parametrize("name", ["municipality", "concept", "graph-of-source", "release", "claim-in-release"])
def test_what_the_client_has_is_not_sent_again(server: Serving, name: str, form: str) -> None:
    first = server.get(document(name), TYPES["ttl"])
    again = server.get(document(name), TYPES["ttl"], if_none_match=form.format(first.headers["etag"]))
    kept = ("etag", "cache-control", "vary", "last-modified", "link", "x-release")
    assert (again.status, again.body) == (304, b"")
    assert [again.headers.get(header) for header in kept] == [first.headers.get(header) for header in kept]


@pytest.mark.parametrize("tag", ['"other"', "", "other", '"', ",,,"])
def test_what_the_client_has_of_another_is_sent(server: Serving, tag: str) -> None:
    assert server.get(document("municipality"), if_none_match=tag).status == 200


def test_an_etag_is_of_one_format_language_and_address(server: Serving) -> None:
    address = document("municipality")
    answers = [server.get(address, type_) for type_ in TYPES.values()]
    answers += [server.get(address, "text/html", accept_language="sv")]
    answers += [server.get(f"{address}{rest}") for rest in (".ttl", ".html", "?lang=en", "?lang=sv", "?page=1")]
    tags = [got.headers["etag"] for got in answers]
    assert len(set(tags)) == len(tags) == 11
    assert all(tag.startswith('"') and tag.endswith('"') for tag in tags)


def test_two_servers_of_one_release_give_the_same_tags_and_days(server: Serving) -> None:
    paths = [document(name) for name in ("municipality", "concept", "release")] + ["/", "/queries", "/static/style.css"]
    with serving(faces.releases()) as other:
        there = [other.get(path) for path in paths]
    here = [server.get(path) for path in paths]
    assert [(got.headers["etag"], got.body) for got in there] == [(got.headers["etag"], got.body) for got in here]
    assert [got.headers["last-modified"] for got in there] == [got.headers["last-modified"] for got in here]


# What every answer carries


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_may_be_kept_for_a_while_and_says_how_old_it_is(server: Serving, name: str) -> None:
    got = server.get(document(name))
    assert got.headers["cache-control"] == "public, max-age=300"
    assert parsedate_to_datetime(got.headers["last-modified"]) <= parsedate_to_datetime(got.headers["date"])
    assert got.headers["x-release"] == document("release").rpartition("/")[2]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_links_of_a_document_lead_to_its_other_formats_and_the_catalogue(server: Serving, name: str) -> None:
    found = links(server.get(document(name), TYPES["ttl"]))
    assert found["alternate"] == [at(name, format_) for format_ in TYPES]
    assert found["describedby"] == ["/catalog"]


@pytest.mark.parametrize(
    ("name", "licences"),
    [("municipality", [BY, CC0]), ("network", [BY]), ("graph-derived", [CC0])],
)
def test_the_links_of_a_document_name_its_licences(server: Serving, name: str, licences: list[str]) -> None:
    assert links(server.get(document(name), TYPES["ttl"]))["license"] == licences


@pytest.mark.parametrize("name", ["municipality", "network", "claim", "evidence", "twin-town"])
def test_a_document_is_cited_as_the_thing_it_is_of(server: Serving, name: str) -> None:
    assert links(server.get(document(name), TYPES["ttl"]))["cite-as"] == [faces.iri(name)]


@pytest.mark.parametrize("path", ["/doc/nothing", "/health", "/sparql", "/", "/reconcile", "/data/dump.nq.gz"])
def test_any_site_may_read_the_answer(server: Serving, path: str) -> None:
    got = server.get(path, origin="https://elsewhere.example")
    assert got.headers["access-control-allow-origin"] == "*"
    exposed = got.headers["access-control-expose-headers"].split(", ")
    assert {"ETag", "Link", "Location", "Last-Modified", "X-Release"} <= set(exposed)


@pytest.mark.parametrize(("path", "methods"), [("/sparql", "GET, HEAD, POST, OPTIONS"), ("/", "GET, HEAD, OPTIONS")])
def test_any_site_may_ask_before_it_asks(server: Serving, path: str, methods: str) -> None:
    got = server.get(
        path,
        method="OPTIONS",
        origin="https://elsewhere.example",
        access_control_request_method="GET",
        access_control_request_headers="content-type",
    )
    assert (got.status, got.body, got.headers["access-control-allow-origin"]) == (204, b"", "*")
    assert got.headers["access-control-allow-methods"] == methods
    assert "Content-Type" in got.headers["access-control-allow-headers"]


@pytest.mark.parametrize("path", ["/", "/doc/nothing", "/data/dump.nq.gz", "/sparql"])
def test_a_browser_is_told_to_run_nothing(server: Serving, path: str) -> None:
    got = server.get(path, "text/html")
    assert "default-src 'none'" in got.headers["content-security-policy"]
    assert "unsafe" not in got.headers["content-security-policy"]
    assert (got.headers["x-content-type-options"], got.headers["referrer-policy"]) == ("nosniff", "no-referrer")


def test_an_identifier_says_what_its_answer_depends_on(server: Serving) -> None:
    got = server.get(identifier("municipality"), "text/turtle")
    assert (got.status, got.headers["vary"], got.headers["cache-control"]) == (303, "Accept", "public, max-age=300")
