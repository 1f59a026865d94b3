"""From codes and words to things: /lookup, /search and /reconcile over HTTP."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode

import faces
import pytest
from addresses import document, identifier
from invented import build, dataset
from reading import Page, links, media_type
from serving import Serving, facts, serving
from test_reconcile import valid

from lulea_kg.iris import mint

MUNICIPALITY: Final = faces.iri("municipality")
QUERIES: Final = {
    "q0": {"query": "Övningsköping", "type": "Municipality"},
    "q1": {"query": "ovningskoping", "limit": 1},
    "q2": {"query": "Vymyslovsk", "properties": [{"pid": "country", "v": "RU"}]},
    "q3": {"query": "Wrocław"},
}
EXTEND: Final = {"ids": [MUNICIPALITY], "properties": [{"id": "scb"}, {"id": "country"}]}
# A code that a register gives to two things.
SHARED: Final = """key,source,type,thing,scheme,code,match,basis,inference,method,as_of
one,avtal,actor,~randby,scb,9901,exact,stated,,table,
two,avtal,actor,~skogby,scb,9901,exact,stated,,table,
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Serving]:
    with serving(faces.releases()) as running:
        yield running


# Codes


def test_a_code_leads_to_the_thing_it_names(server: Serving) -> None:
    got = server.get("/lookup/scb/9911")
    assert (got.status, got.headers["location"]) == (303, identifier("municipality"))
    assert server.get("/lookup/lau/NO_9912").headers["location"] == identifier("merged")


def test_a_code_of_two_things_names_them_both(tmp_path: Path) -> None:
    folder = dataset(tmp_path)
    (folder / "links.csv").write_text(SHARED, encoding="utf-8")
    build(folder, tmp_path / "releases")
    with serving(tmp_path / "releases") as server:
        got = server.get("/lookup/scb/9901")
    randby, skogby = (f"/id/actor/{mint('actor', name)}" for name in ("randby", "skogby"))
    assert (got.status, "location" in got.headers) == (300, False)
    assert sorted(links(got)["alternate"]) == sorted(got.text.split()) == sorted([randby, skogby])


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_code_that_nothing_has_is_404_with_the_codes_near_it(server: Serving, lang: str) -> None:
    got = server.get("/lookup/scb/9910", accept_language=lang)
    assert (got.status, media_type(got), got.headers["content-language"]) == (404, "application/problem+json", lang)
    assert "9911" in facts(got)["detail"]


def test_a_scheme_that_is_not_known_is_404_with_those_that_are(server: Serving) -> None:
    got = server.get("/lookup/nothing/9911")
    assert got.status == 404
    assert "lau, scb" in facts(got)["detail"]


@pytest.mark.parametrize("code", ["", "%00", "9911/", "..%2F9911", "%FF", "9" * 3000, '"', "%22%20%7D"])
def test_what_is_no_code_is_404(server: Serving, code: str) -> None:
    assert server.get(f"/lookup/scb/{code}").status == 404


# Words


def test_words_find_things_with_how_they_were_found(server: Serving) -> None:
    told = facts(server.get("/search?q=ovningskoping", "application/json"))
    hit = next(hit for hit in told["hits"] if hit["iri"] == MUNICIPALITY)
    assert (told["query"], told["page"], hit["label"], hit["type"]) == (
        "ovningskoping", 1, "Övningsköping", "Municipality",
    )  # fmt: skip


def test_the_page_of_hits_leads_to_their_documents(server: Serving) -> None:
    page = Page(server.get("/search?q=ovningskoping", "text/html"))
    assert document("municipality") in set(page.addresses())


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_pages_of_a_search_hold_each_hit_once(server: Serving, lang: str) -> None:
    first = facts(server.get(f"/search?q=in&lang={lang}", "application/json"))
    last = -(-first["total"] // 20)
    hits = [
        hit["iri"]
        for page in range(1, last + 1)
        for hit in facts(server.get(f"/search?q=in&lang={lang}&page={page}", "application/json"))["hits"]
    ]
    assert last > 3
    assert len(hits) == len(set(hits)) == first["total"]


def test_the_pages_of_a_search_lead_to_the_next_and_the_one_before(server: Serving) -> None:
    page = Page(server.get("/search?q=in&page=2&lang=sv", "text/html"))
    turning = {link.get("rel"): link.get("href") for link in page.elements("a") if link.get("rel") in ("prev", "next")}
    assert turning == {"prev": "?q=in&lang=sv&page=1", "next": "?q=in&lang=sv&page=3"}


@pytest.mark.parametrize("page", ["0", "-1", "501", "x", "", "1.0"])
def test_there_is_no_such_page_of_hits(server: Serving, page: str) -> None:
    assert server.get(f"/search?q=in&page={page}").status == 404


@pytest.mark.parametrize(
    "words",
    ["", "   ", "%00%01%7F%C2%80", "%FF", '"', "*", "a NEAR b", "(", "x" * 5000, "NOT", "col:a", "^a"],
)
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_any_words_may_be_sought(server: Serving, words: str, accept: str) -> None:
    got = server.get(f"/search?q={quote(words, safe='%')}", accept)
    assert (got.status, media_type(got)) == (200, accept)
    assert accept != "text/html" or Page(got).texts("h1")


def test_other_formats_of_a_search_are_not_offered(server: Serving) -> None:
    assert server.get("/search?q=a", "text/turtle").status == 406


# Reconciling


def reconciled(server: Serving, name: str, value: object, *, post: bool) -> Any:
    sent = urlencode({name: json.dumps(value)})
    if not post:
        return facts(server.get(f"/reconcile?{sent}"))
    form = "application/x-www-form-urlencoded"
    return facts(server.get("/reconcile", method="POST", body=sent.encode(), content_type=form))


def test_the_manifest_says_where_everything_is(server: Serving) -> None:
    told = facts(server.get("/reconcile"))
    valid(told, "manifest")
    here = f"http://127.0.0.1:{server.port}"
    assert told["view"]["url"] == f"{here}/reconcile/view?id={{{{id}}}}"
    for suggest in told["suggest"].values():
        assert server.get(f"{suggest['service_path']}?prefix=a").status == 200


@pytest.mark.parametrize("post", [False, True])
def test_a_batch_is_answered_whole(server: Serving, post: bool) -> None:
    told = reconciled(server, "queries", QUERIES, post=post)
    valid(told, "reconciliation-result-batch")
    found = {name: [one["id"] for one in answer["result"]][:1] for name, answer in told.items()}
    assert found == {"q0": [MUNICIPALITY], "q1": [MUNICIPALITY], "q2": [faces.iri("cyrillic")], "q3": []}


@pytest.mark.parametrize("post", [False, True])
def test_things_are_extended_with_what_is_known_of_them(server: Serving, post: bool) -> None:
    told = reconciled(server, "extend", EXTEND, post=post)
    valid(told, "data-extension-response")
    assert told["rows"][MUNICIPALITY]["scb"] == [{"str": "9911"}]


@pytest.mark.parametrize(
    ("what", "prefix", "schema"),
    [
        ("entity", "Övn", "suggest-entities-response"),
        ("type", "mun", "suggest-types-response"),
        ("property", "c", "suggest-properties-response"),
    ],
)
def test_what_begins_so_is_suggested(server: Serving, what: str, prefix: str, schema: str) -> None:
    told = facts(server.get(f"/reconcile/suggest/{what}?prefix={quote(prefix)}"))
    valid(told, schema)
    assert told["result"]


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_preview_is_a_small_valid_page_that_any_site_may_frame(server: Serving, lang: str) -> None:
    got = server.get(f"/reconcile/preview?id={quote(MUNICIPALITY)}", accept_language=lang)
    page = Page(got)
    assert (got.status, page.lang, page.texts("h1")) == (200, lang, ["Övningsköping"])
    assert "frame-ancestors *" in got.headers["content-security-policy"]
    assert "Ö-köping <\"&\"> 'vid ån'" in page.text


def test_a_view_leads_to_the_document(server: Serving) -> None:
    got = server.get(f"/reconcile/view?id={quote(MUNICIPALITY)}")
    assert (got.status, got.headers["location"]) == (303, document("municipality"))


@pytest.mark.parametrize("id_", ["", "x", "https://elsewhere.example/", "//elsewhere.example", "javascript:x"])
def test_a_view_leads_nowhere_else(server: Serving, id_: str) -> None:
    assert server.get(f"/reconcile/view?id={quote(id_, safe='')}").status == 404


@pytest.mark.parametrize(
    "path",
    [
        "?queries=x",
        "?queries=[]",
        "?queries={%22q%22:1}",
        "?extend={}",
        "?extend=[]",
        "/suggest/entity?prefix=a&cursor=x",
        "?queries=" + "[" * 3000,
    ],
)
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_what_cannot_be_understood_is_told(server: Serving, path: str, lang: str) -> None:
    got = server.get(f"/reconcile{path}", accept_language=lang)
    assert (got.status, media_type(got), got.headers["content-language"]) == (400, "application/problem+json", lang)
