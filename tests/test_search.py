"""A text finds things by their names and by what is said of them, in any spelling; none is refused."""

from collections.abc import Iterator

import making
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lulea_kg.names import Names
from lulea_kg.search import Hit, Hits, search

BASE = making.BASE
WORLD = """
<id/actor/lulea77777> a mir:Municipality ; skos:prefLabel "Luleå" ; skos:altLabel "Luleå kommun"@sv ;
  dct:identifier "2580" .
<id/place/lulea77777> a dct:Location ; skos:prefLabel "Luleå" .
<id/actor/luleans777> a mir:LocalAuthority ; skos:prefLabel "Luleåns vänner" ; skos:note "merged into Luleå"@en .
<id/actor/tromso7777> a mir:LocalAuthority ; skos:prefLabel "Tromsø" ; skos:altLabel "Tromssa"@se .
<id/actor/murmansk77> a mir:LocalAuthority ; skos:prefLabel "Murmansk" ; skos:altLabel "Мурманск"@ru .
<id/actor/abo7777777> a mir:LocalAuthority ; skos:prefLabel "Turku" ; skos:altLabel "Åbo"@sv .
<id/actor/abo2222222> a mir:LocalAuthority ; skos:prefLabel "Abo" .
<id/source/fokus77777> a mir:Source ; dct:title "Nytt fokus för Luleås internationella arbete"@sv .
<id/claim/ended77777> a mir:Claim ; prov:hadPrimarySource <id/source/fokus77777> ; mir:states <id/situation/s> ;
  oa:hasTarget <id/claim/ended77777/1> .
<id/claim/ended77777/1> a oa:SpecificResource ; oa:exact "avslutat sitt samarbete med Kina"@sv .
<id/situation/s> a mir:StatusPhase ; mir:statedText "hösten 2019"@sv .
<id/dataset/ex77777777> a dcat:Dataset ; dct:title "Invented relations"@en .
mir:twin-town a skos:Concept ; skos:prefLabel "twin town"@en , "vänort"@sv ;
  skos:definition "En vänort är en stad med avtal."@sv .
mir:Claim a owl:Class ; rdfs:label "claim"@en ; skos:definition "What a source says."@en .
"""
CLAIM = f"{BASE}/id/claim/ended77777"


@pytest.fixture(scope="module")
def names() -> Iterator[Names]:
    """Return the index of the small world above."""
    index = Names.build(making.store(WORLD))
    yield index
    index.close()


def found(names: Names, text: str) -> list[str]:
    """Return type and key of what a text finds, in order."""
    return [hit.iri.removeprefix(f"{BASE}/id/") for hit in names.search(text).hits]


def first(names: Names, text: str) -> tuple[str, str, str]:
    """Return how the first hit was found, the kind of the text that found it, and the parts of it that match."""
    hit = names.search(text).hits[0]
    return hit.how, hit.kind, "|".join(hit.text[begin:end] for begin, end in hit.places)


@pytest.mark.parametrize(
    "text", ["Tromsø", "tromsø", "TROMSØ", "Tromso", "tromsö", "Tromsó", " tromso ", "Tromsø*", '"tromsö"', "Tromssa"]
)
def test_a_name_is_found_with_marks_and_without_in_any_case(names: Names, text: str) -> None:
    assert found(names, text) == ["actor/tromso7777"]


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("Luleå", ("exact", "label", "Luleå")),
        ("LULEA", ("folded", "label", "Luleå")),
        ("lulea kommun", ("alias", "alias", "Luleå|kommun")),
        ("2580", ("exact", "code", "2580")),
        ("lul", ("prefix", "label", "Lul")),
        ("vänner luleåns", ("words", "label", "Luleåns|vänner")),
        ("arbete fokus", ("words", "title", "fokus|arbete")),
        ("arb fok", ("beginnings", "title", "fok|arb")),
        ("kina samarbete", ("words", "phrase", "samarbete|Kina")),
        ("2019", ("words", "note", "2019")),
        ("avtal stad", ("words", "definition", "stad|avtal")),
        ("relations", ("words", "title", "relations")),
    ],
)  # fmt: skip
def test_a_hit_says_how_it_was_found_in_which_kind_of_text_and_where(
    names: Names, text: str, match: tuple[str, str, str]
) -> None:
    assert first(names, text) == match


def test_better_matches_come_first_and_a_municipality_before_a_place(names: Names) -> None:
    assert found(names, "luleå") == [
        "actor/lulea77777", "place/lulea77777", "actor/luleans777", "source/fokus77777",
    ]  # fmt: skip


def test_an_exact_label_comes_before_a_folded_one_and_that_before_an_alias(names: Names) -> None:
    assert (found(names, "Abo"), found(names, "åbo")) == (["actor/abo2222222", "actor/abo7777777"],) * 2
    assert [hit.how for hit in names.search("åbo").hits] == ["folded", "alias"]


def test_a_phrase_finds_its_claim_named_by_its_source(names: Names) -> None:
    text, source = "avslutat sitt samarbete med Kina", f"{BASE}/id/source/fokus77777"
    title = "Nytt fokus för Luleås internationella arbete"
    hit = Hit(CLAIM, "Claim", title, "words", "phrase", text, "sv", ((9, 13), (14, 23)), source)
    assert names.search("sitt samarbete") == Hits(1, (hit,))


def test_words_in_quotation_marks_stand_together_and_whole(names: Names) -> None:
    texts = ['"sitt samarbete"', '"samarbete sitt"', '"sitt samarb"', "“sitt samarbete” Kina", '"med kina']
    assert [names.search(text).total for text in texts] == [1, 0, 0, 1, 1]


def test_all_words_must_stand_in_one_text(names: Names) -> None:
    assert [names.search(text).total for text in ("samarbete kina", "samarbete vänort")] == [1, 0]


@pytest.mark.parametrize(
    ("text", "instead", "label"),
    [("Murmnask", "murmansk", "Murmansk"), ("Tromzø", "tromso", "Tromsø"), ("Мурмонск", "мурманск", "Murmansk")],
)
def test_where_nothing_is_found_the_nearest_word_of_a_name_stands_in(
    names: Names, text: str, instead: str, label: str
) -> None:
    hits = names.search(text)
    assert (hits.instead, hits.hits[0].label, {hit.how for hit in hits.hits}) == (instead, label, {"fuzzy"})


def test_pages_follow_one_another_and_know_the_total(names: Names) -> None:
    pages = [names.search("luleå", limit=3, offset=offset) for offset in (0, 3, 6)]
    assert [hit for page in pages for hit in page.hits] == list(names.search("luleå").hits)
    assert [(page.total, len(page.hits)) for page in pages] == [(4, 3), (4, 1), (4, 0)]


@pytest.mark.parametrize(
    "text",
    ["", " ", "\0", "a\0b", '"', '""', "'", "*", "AND", "NEAR(a b)", "^x", "-x", "(", "exact:x", "{a b}: c", "%", "_",
     "\u0301\u0301", "\ud800", "🇸🇪", "´", "x" * 10_000, "é " * 5_000, '"x ' * 3_000, "; DROP TABLE text"],
)  # fmt: skip
def test_no_text_is_refused_and_what_matches_nothing_finds_nothing(names: Names, text: str) -> None:
    assert names.search(text) == Hits(0, ())


@given(st.text(st.characters(exclude_categories=())) | st.text("\"'*^():-+{} \0ANDORaå"), st.integers(), st.integers())
def test_any_text_and_page_gets_an_answer(names: Names, text: str, limit: int, offset: int) -> None:
    for hit in names.search(text, limit, offset).hits:
        assert all(0 <= begin < end <= len(hit.text) for begin, end in hit.places)


def test_a_long_text_asks_no_more_of_the_index_than_a_few_words() -> None:
    asked: list[str] = []

    def nothing(sql: str, _: object) -> list[tuple[object, ...]]:
        asked.append(sql)
        return []

    search(nothing, " ".join(f"word{number}" for number in range(10_000)), 20, 0)
    assert len(asked) < 40
