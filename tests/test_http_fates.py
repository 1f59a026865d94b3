"""What became of things: replaced (308, 300), withdrawn or erased (410), merged in the world (200), told in pages."""

from collections import Counter
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

import faces
import pytest
from addresses import document, identifier
from invented import BASE, build, dataset
from rdflib import PROV, Namespace, URIRef
from reading import RDF, TYPES, Page, Triples, leads, links, media_type, triples
from serving import Serving, facts, serving

from lulea_kg.iris import mint

MIR: Final = Namespace("https://w3id.org/munirel/def/")
# Day and reason of what is gone, as the fixture has them.
REASONS: Final = {
    "withdrawn-claim": ("2026-01-15", 'fel ort avläst: "Nyvik" <inte> Nyhamn & inte Gammelhamn'),
    "withdrawn-phase": ("2026-01-15", 'fel ort avläst: "Nyvik" <inte> Nyhamn & inte Gammelhamn'),
    "withdrawn-source": ("2026-01-16", "listan gällde en annan kommun"),
    "erased-person": ("2026-01-20", "begäran om radering enligt <dataskyddsförordningen>, artikel 17"),
}
CLAIMS: Final = 260
# A hundred things that link here on each page: the claims, and as many places in the source that they rest on.
LAST: Final = 6
SOURCE: Final = mint("source", "exempelkoping/avtal")


@pytest.fixture(scope="module")
def server() -> Iterator[Serving]:
    with serving(faces.releases()) as running:
        yield running


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A server of a release in which one source and one cooperation have many claims."""
    folder = tmp_path_factory.mktemp("crowded")
    build(dataset(folder, *({"as_of": f"{1700 + number}"} for number in range(CLAIMS))), folder / "releases")
    with serving(folder / "releases") as running:
        yield running


# Gone


@pytest.mark.parametrize("name", REASONS)
@pytest.mark.parametrize("prefix", ["/id/", "/doc/"])
@pytest.mark.parametrize(("lang", "title"), [("sv", "Borttagen"), ("en", "Gone")])
def test_what_is_gone_says_when_and_why(server: Serving, name: str, prefix: str, lang: str, title: str) -> None:
    got = server.get(prefix + faces.paths()[name], "application/json", accept_language=lang)
    day, reason = REASONS[name]
    assert (got.status, media_type(got), got.headers["content-language"]) == (410, "application/problem+json", lang)
    assert (facts(got)["title"], facts(got)["status"]) == (title, 410)
    assert day in facts(got)["detail"]
    assert reason in facts(got)["detail"]


@pytest.mark.parametrize("name", REASONS)
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_page_tells_people_when_and_why_a_thing_is_gone(server: Serving, name: str, lang: str) -> None:
    got = server.get(f"/doc/{faces.paths()[name]}", "text/html", accept_language=lang)
    page = Page(got)
    assert (got.status, page.lang, len(page.texts("h1"))) == (410, lang, 1)
    assert all(words in page.text for words in REASONS[name])


@pytest.mark.parametrize("ending", RDF)
def test_no_format_tells_what_is_gone(server: Serving, ending: str) -> None:
    assert {server.get(f"/doc/{faces.paths()[name]}.{ending}").status for name in REASONS} == {410}


# Replaced and merged


def test_a_key_minted_by_mistake_leads_for_good_to_the_one_in_its_place(server: Serving) -> None:
    for path in (identifier("replaced"), identifier("replaced").replace("/id/", "/doc/")):
        got = server.get(path, TYPES["ttl"])
        assert (got.status, got.headers["location"]) == (308, identifier("municipality"))
        assert triples(leads(server, path, TYPES["nt"])) == triples(server.get(document("municipality"), TYPES["nt"]))


def test_a_key_that_several_replace_names_them_all(server: Serving) -> None:
    got = server.get(identifier("several"))
    successors = [identifier("first-successor"), identifier("second-successor")]
    assert (got.status, "location" in got.headers) == (300, False)
    assert sorted(links(got)["alternate"]) == sorted(got.text.split()) == sorted(successors)


def test_a_municipality_that_merged_is_still_told_of_with_its_successors(server: Serving) -> None:
    got = server.get(document("merged"), TYPES["ttl"])
    successors = {URIRef(faces.iri(name)) for name in ("first-successor", "second-successor")}
    assert got.status == 200
    assert {(URIRef(faces.iri("merged")), MIR.successor, successor) for successor in successors} <= triples(got)


def test_its_page_leads_to_the_successors_by_their_names(server: Serving) -> None:
    page = Page(server.get(document("merged"), TYPES["html"]))
    named = {(link.get("href"), link.text) for link in page.elements("a")}
    assert {(document("first-successor"), "Nyhamn"), (document("second-successor"), "Nyvik")} <= named


# Pages of what links here


def pages(server: Serving, path: str) -> Iterator[Triples]:
    """Yield what each page of a document says, from the first to the last by its links."""
    while path:
        got = server.get(path, TYPES["nt"])
        assert got.status == 200
        yield triples(got)
        following = links(got).get("next", [""])[0]
        path = path.partition("?")[0] + following if following else ""


def test_the_pages_of_a_source_hold_each_claim_once(crowded: Serving) -> None:
    found = [{said[0] for said in page if said[1] == PROV.hadPrimarySource} for page in pages(crowded, doc(SOURCE))]
    assert len(found) == LAST
    assert Counter(Counter(claim for page in found for claim in page).values()) == {1: CLAIMS}


def test_the_pages_of_a_cooperation_hold_each_claim_once(crowded: Serving) -> None:
    found = [{said[0] for said in page if said[1] == MIR.states} for page in pages(crowded, cooperation(crowded))]
    assert len(found) >= 3
    assert Counter(Counter(claim for page in found for claim in page).values()) == {1: CLAIMS}


def test_each_page_leads_to_the_one_before_and_the_one_after(crowded: Serving) -> None:
    found = [links(crowded.get(f"{doc(SOURCE)}?page={number}", TYPES["ttl"])) for number in (1, 2, LAST)]
    turned = [(link.get("prev"), link.get("next")) for link in found]
    assert turned == [(None, ["?page=2"]), (["?page=1"], ["?page=3"]), ([f"?page={LAST - 1}"], None)]


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_pages_for_people_lead_on_in_their_language(crowded: Serving, lang: str) -> None:
    page = Page(crowded.get(f"{doc(SOURCE)}?page=2&lang={lang}", TYPES["html"]))
    turning = {link.get("rel"): link.get("href") for link in page.elements("a") if link.get("rel") in ("prev", "next")}
    assert turning == {"prev": f"?page=1&lang={lang}", "next": f"?page=3&lang={lang}"}
    assert len(page.texts("h1")) == 1


@pytest.mark.parametrize("page", ["0", str(LAST + 1), "-1", "01", "1e1", "x", "", "999999999999999999999", "١"])
@pytest.mark.parametrize("format_", ["html", "ttl"])
def test_there_is_no_page_before_the_first_or_after_the_last(crowded: Serving, page: str, format_: str) -> None:
    assert crowded.get(f"{doc(SOURCE)}?page={quote(page)}", TYPES[format_]).status == 404


def doc(key: str) -> str:
    return f"/doc/source/{key}"


def cooperation(server: Serving) -> str:
    """Return the address of the only cooperation."""
    told = triples(server.get(doc(SOURCE), TYPES["nt"]))
    iri = next(str(said[2]) for said in told if said[1] == MIR.phaseOf)
    return iri.replace(f"{BASE}/id/", "/doc/")
