"""Every document of the faces: five formats that say the same, and pages that are valid in both languages."""

import json
from collections.abc import Iterator
from typing import Final

import faces
import pytest
from addresses import DOCUMENTS, document, identifier
from rdflib import Graph, URIRef
from reading import RDF, TYPES, Page, leads, links, media_type, triples
from serving import Serving, serving

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
THINGS: Final = [name for name in DOCUMENTS if name in faces.paths()]
PAGES: Final = ("/", "/queries", "/data", "/changes", "/search?q=ovningskoping", "/sparql")
LANGUAGES: Final = ("sv", "en")


@pytest.fixture(scope="module")
def server() -> Iterator[Serving]:
    with serving(faces.releases()) as running:
        yield running


@pytest.fixture(scope="module")
def dump() -> Graph:
    return Graph().parse(data="".join(f"{quad.rpartition(' <')[0]} .\n" for quad in faces.quads()), format="nt")


# Formats


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_four_formats_of_rdf_say_the_same(server: Serving, name: str) -> None:
    said = {ending: triples(server.get(document(name), TYPES[ending])) for ending in RDF}
    assert said["nt"]
    assert {ending: found ^ said["nt"] for ending, found in said.items()} == dict.fromkeys(RDF, frozenset())


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("ending", TYPES)
def test_an_ending_gives_what_the_header_gives(server: Serving, name: str, ending: str) -> None:
    by_ending, by_header = (
        server.get(f"{document(name)}.{ending}", "image/png"),
        server.get(document(name), TYPES[ending]),
    )
    assert (by_ending.status, by_header.status, media_type(by_ending)) == (200, 200, TYPES[ending])
    assert by_ending.body == by_header.body


@pytest.mark.parametrize("name", THINGS)
def test_everything_said_of_a_thing_is_in_its_document_and_nothing_else(
    server: Serving, dump: Graph, name: str
) -> None:
    told = triples(server.get(document(name), TYPES["nt"]))
    assert set(dump.triples((URIRef(faces.iri(name)), None, None))) <= told <= set(dump)


@pytest.mark.parametrize("name", [*THINGS, "class", "concept", "ontology", "graph-of-ontology"])
def test_an_identifier_leads_to_the_document_of_the_format_asked_for(server: Serving, name: str) -> None:
    first = server.get(identifier(name), TYPES["ttl"])
    assert (first.status, first.headers["location"]) == (303, document(name))
    assert media_type(leads(server, identifier(name), TYPES["ttl"])) == TYPES["ttl"]


def test_rdflib_reads_a_thing_at_its_address(server: Serving) -> None:
    found = Graph().parse(f"http://127.0.0.1:{server.port}{identifier('municipality')}", format="turtle")
    assert frozenset(found) == triples(server.get(document("municipality"), TYPES["nt"]))


# Pages


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_is_valid_and_says_which_language_it_is_in(server: Serving, name: str, lang: str) -> None:
    by_header = server.get(document(name), TYPES["html"], accept_language=lang)
    by_query = server.get(f"{document(name)}?lang={lang}", TYPES["html"], accept_language="de")
    page = Page(by_header)
    assert (page.lang, by_header.headers["content-language"], by_query.headers["content-language"]) == (
        lang,
        lang,
        lang,
    )
    assert (by_header.status, by_header.body) == (200, by_query.body)
    assert all(page.texts("title") + page.texts("h1"))
    assert (len(page.texts("title")), len(page.texts("h1"))) == (1, 1)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_other_pages_are_valid_in_both_languages(server: Serving, path: str, lang: str) -> None:
    got = server.get(path, TYPES["html"], accept_language=lang)
    page = Page(got)
    assert (page.lang, got.headers["content-language"], len(page.texts("h1"))) == (lang, lang, 1)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_page_holds_no_script_but_data_for_search_engines(server: Serving, name: str) -> None:
    page = Page(server.get(document(name), TYPES["html"]))
    for script in page.elements("script"):
        assert script.get("type") == "application/ld+json"
        assert json.loads(script.text)["@context"] == "https://schema.org"
    named = {attribute for element in page.root.iter() for attribute in element.attrib}
    assert not {attribute for attribute in named if attribute == "style" or attribute.startswith("on")}


def test_search_engines_are_told_what_the_municipality_is(server: Serving) -> None:
    script = Page(server.get(document("municipality"), TYPES["html"])).elements("script")[0]
    told = json.loads(script.text)
    assert (told["@id"], told["@type"], told["name"]) == (
        faces.iri("municipality"), "GovernmentOrganization", "Övningsköping",
    )  # fmt: skip


def test_every_local_link_of_every_page_leads_somewhere_or_to_why_it_is_gone(server: Serving) -> None:
    found = {document(name): server.get(document(name), TYPES["html"]) for name in DOCUMENTS}
    found |= {path: server.get(path, TYPES["html"]) for path in PAGES}
    asked = {link for path, got in found.items() for link in Page(got).local(path)}
    statuses = {link: server.get(link, method="HEAD").status for link in asked}
    assert len(statuses) > 500
    assert {link: status for link, status in statuses.items() if status not in (200, 300, 303, 308, 410)} == {}


def test_every_link_of_a_header_leads_somewhere(server: Serving) -> None:
    targets = {
        target
        for name in DOCUMENTS
        for targets in links(server.get(document(name), TYPES["html"])).values()
        for target in targets
        if target.startswith("/")
    }
    assert {target for target in targets if server.get(target, method="HEAD").status != 200} == set()


# Text that is hostile


def test_a_title_with_a_script_is_text(server: Serving) -> None:
    got = server.get(document("script-title"), TYPES["html"], accept_language="sv")
    assert Page(got).texts("h1") == ['Vänorter <script>alert("vänort")</script> & fler']
    assert b"<script>alert" not in got.body


def test_quotes_and_angles_of_a_name_stand_as_they_are(server: Serving) -> None:
    assert "Ö-köping <\"&\"> 'vid ån'" in Page(server.get(document("municipality"), TYPES["html"])).text


def test_a_name_in_another_language_says_which(server: Serving) -> None:
    page = Page(server.get(document("right-to-left"), TYPES["html"], accept_language="sv"))
    assert "مدينة المثال" in [element.text for element in page.root.iter() if element.get("lang") == "ar"]


def test_what_is_sought_is_text_on_the_page_of_hits(server: Serving) -> None:
    got = server.get("/search?q=%3Cscript%3Ealert(1)%3C/script%3E%22", TYPES["html"])
    page = Page(got)
    assert page.elements("script") == []
    assert [field.get("value") for field in page.elements("input")] == ['<script>alert(1)</script>"']
