"""A name, code, key or IRI finds the one thing it names; spelling that matches nothing is only suggested upon."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import making
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lulea_kg.errors import NameAmbiguous, NameUnknown
from lulea_kg.names import Names
from lulea_kg.spelling import folded

BASE = making.BASE
WORLD = """
<id/actor/kommun2580> a mir:Municipality ; skos:prefLabel "Luleå" ; skos:altLabel "Luleå kommun"@sv ;
  dct:spatial <id/place/lulea77777> ; dct:identifier "kommun2580" .
<id/place/lulea77777> a dct:Location ; skos:prefLabel "Luleå"@sv ; dct:isPartOf <id/place/norrbotten> .
<id/place/norrbotten> a dct:Location ; skos:prefLabel "Norrbotten"@sv ; dct:isPartOf cty:SWE .
<id/actor/tromsoe777> a mir:LocalAuthority ; skos:prefLabel "Tromsø" .
<id/actor/puerto7777> a mir:LocalAuthority ; skos:prefLabel "Puerto Cabezas" ; skos:altLabel "Bilwi" .
<id/actor/springone2> a mir:LocalAuthority ; skos:prefLabel "Springfield" ; dct:spatial <id/place/springone2> .
<id/place/springone2> a dct:Location ; skos:prefLabel "Springfield, Sweden"@en ; dct:isPartOf cty:SWE .
<id/actor/springtwo2> a mir:LocalAuthority ; skos:prefLabel "Springfield" ; dct:spatial <id/place/springtwo2> .
<id/place/springtwo2> a dct:Location ; skos:prefLabel "Springfield, Finland"@en ; dct:isPartOf cty:FIN .
<id/actor/network777> a mir:Network ; skos:prefLabel "Bilwi" .
<id/actor/person7777> a foaf:Person , org:Organization ; skos:prefLabel "Ada" .
<id/source/kemisource> a mir:Source ; dct:title "Kemi"@sv ; dct:identifier "kemi" .
<id/actor/kemi777777> a mir:LocalAuthority ; skos:prefLabel "Kemi" .
<id/situation/link777777> a mir:IdentityLink ; mir:identifies <id/actor/kommun2580> ; mir:code "2580" .
<id/situation/link777772> a mir:IdentityLink ; mir:identifies <id/actor/kommun2580> ; mir:code "Q177019" .
cty:SWE a skos:Concept ; skos:prefLabel "Sweden"@en , "Sverige"@sv ; skos:notation "SWE" , "SE" .
cty:FIN a skos:Concept ; skos:prefLabel "Finland"@en , "Finland"@sv ; skos:notation "FIN" .
mir:in-force a skos:Concept ; skos:prefLabel "in force"@en , "gäller"@sv ; skos:notation "in-force" ;
  skos:inScheme mir:StandingScheme .
mir:listed a skos:Concept ; skos:prefLabel "listed"@en , "uppräknad"@sv ; skos:notation "listed" ;
  skos:inScheme mir:ListingScheme .
"""
SWEDEN = "http://publications.europa.eu/resource/authority/country/SWE"


@pytest.fixture(scope="module")
def names() -> Iterator[Names]:
    """Return the index of the small world above."""
    index = Names.build(making.store(WORLD))
    yield index
    index.close()


def found(names: Names, text: str) -> str:
    """Return type and key of what a text names."""
    return names.resolve(text).removeprefix(f"{BASE}/id/")


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("2580", "actor/kommun2580"),
        ("Q177019", "actor/kommun2580"),
        ("q177019", "actor/kommun2580"),
        ("kommun2580", "actor/kommun2580"),
        (f"{BASE}/id/actor/kommun2580", "actor/kommun2580"),
        ("Luleå", "actor/kommun2580"),
        ("luleå kommun", "actor/kommun2580"),
        ("  LULEA ", "actor/kommun2580"),
        ("Lulea\u030a", "actor/kommun2580"),
        ("Tromsö", "actor/tromsoe777"),
        ("TROMSO", "actor/tromsoe777"),
        ("Norrbotten", "place/norrbotten"),
        ("puerto  cabezas", "actor/puerto7777"),
    ],
)
def test_a_code_key_iri_or_name_in_any_spelling_finds_its_thing(names: Names, text: str, thing: str) -> None:
    assert found(names, text) == thing


def test_a_municipality_comes_before_the_place_of_its_name(names: Names) -> None:
    assert found(names, "Luleå") == "actor/kommun2580"


def test_a_label_comes_before_an_alias(names: Names) -> None:
    assert found(names, "Bilwi") == "actor/network777"


def test_the_key_of_a_source_does_not_hide_the_town_of_that_name(names: Names) -> None:
    assert (found(names, "Kemi"), found(names, "kemi")) == ("actor/kemi777777", "actor/kemi777777")


def test_an_exact_name_comes_before_a_folded_one() -> None:
    index = Names.build(
        making.store("""
        <id/actor/withmarks7> a mir:LocalAuthority ; skos:prefLabel "Åbo" .
        <id/actor/without777> a mir:LocalAuthority ; skos:prefLabel "Abo" .""")
    )
    assert (found(index, "Åbo"), found(index, "Abo")) == ("actor/withmarks7", "actor/without777")
    index.close()


def test_a_name_of_several_is_refused_with_all_of_them(names: Names) -> None:
    with pytest.raises(NameAmbiguous) as refused:
        names.resolve("springfield")
    assert refused.value.facts["suggestions"] == "Springfield, FIN (springtwo2), Springfield, SWE (springone2)"


def test_a_name_that_holds_a_comma_is_found_as_it_stands(names: Names) -> None:
    assert found(names, "Springfield, Finland") == "place/springtwo2"


@pytest.mark.parametrize("text", ["Springfield, SWE", "Springfield, Sverige", "springfield,se", "Springfield , sweden"])
def test_a_country_tells_apart_what_a_name_does_not(names: Names, text: str) -> None:
    assert found(names, text) == "actor/springone2"


@pytest.mark.parametrize(
    "text", ["Lulle", "", "%", "_", "Luleå%", "' OR 1=1 --", '"', "Luleå, FIN", "Luleå, nowhere", "\0"]
)
def test_what_matches_nothing_is_never_guessed(names: Names, text: str) -> None:
    with pytest.raises(NameUnknown):
        names.resolve(text)


def test_an_iri_that_nothing_has_is_unknown(names: Names) -> None:
    with pytest.raises(NameUnknown):
        names.resolve(f"{BASE}/id/actor/nobody7777")


@pytest.mark.parametrize(
    ("text", "label"), [("Luleo", "Luleå"), ("Trömsø kommun", "Tromsø"), ("Puerto Kabezas", "Puerto Cabezas")]
)
def test_a_name_that_resembles_one_is_suggested_upon(names: Names, text: str, label: str) -> None:
    with pytest.raises(NameUnknown) as refused:
        names.resolve(text)
    assert label in str(refused.value.facts["suggestions"]).split(", ")


def test_nothing_is_suggested_for_what_resembles_nothing(names: Names) -> None:
    assert [names.suggest(text) for text in ("xyzzy", "ab", '"""', "Nordkap")] == [[], [], [], []]


@pytest.mark.parametrize("text", ["SWE", "se", "Sverige", "SWEDEN"])
def test_a_country_is_found_by_code_and_by_name_in_both_languages(names: Names, text: str) -> None:
    assert names.country(text) == SWEDEN


def test_an_unknown_country_is_refused(names: Names) -> None:
    with pytest.raises(NameUnknown) as refused:
        names.country("Sweeden")
    assert refused.value.message == "country-unknown"


def test_codes_and_countries_have_words_in_each_language(names: Names) -> None:
    assert names.words("sv") == {"in-force": "gäller", "listed": "uppräknad", "SWE": "Sverige", "FIN": "Finland"}
    assert names.words("en")["in-force"] == "in force"


def test_the_codes_of_a_scheme_or_of_several_are_listed(names: Names) -> None:
    assert (names.codes("Standing"), names.codes("StandingOrListing"), names.codes("Kind")) == (
        ["in-force"], ["in-force", "listed"], [],
    )  # fmt: skip


def test_a_thing_is_shown_by_its_label_or_else_by_its_key(names: Names) -> None:
    things = (f"{BASE}/id/actor/kommun2580", f"{BASE}/id/actor/nobody7777")
    assert [names.label(thing) for thing in things] == ["Luleå", "nobody7777"]


def test_a_thing_of_two_types_counts_once(names: Names) -> None:
    assert found(names, "Ada") == "actor/person7777"


def never() -> Names:
    """Stand for making an index anew where it must not be needed."""
    raise AssertionError("the index on disk was not used")


def test_an_index_in_a_file_answers_as_the_one_in_memory(tmp_path: Path) -> None:
    Names.build(making.store(WORLD), tmp_path / "names.sqlite").close()
    with Names.open(tmp_path / "names.sqlite", never) as index:
        assert found(index, "Tromsö") == "actor/tromsoe777"


@pytest.mark.parametrize("spoil", ["remove", "empty", "other", "of old", "cut", "scribble"])
def test_an_index_that_is_missing_damaged_or_of_old_is_made_anew(tmp_path: Path, spoil: str) -> None:
    path = tmp_path / "names.sqlite"
    Names.build(making.store(WORLD), path).close()
    whole = path.read_bytes()
    if spoil == "remove":
        path.unlink()
    elif spoil == "of old":
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA user_version = 1")
        connection.close()
    else:
        spoilt = {"empty": b"", "other": b"no database", "cut": whole[:4096]}
        path.write_bytes(spoilt.get(spoil, whole[:4096] + b"x" * (len(whole) - 4096)))
    with Names.open(path, lambda: Names.build(making.store(WORLD))) as index:
        assert (found(index, "Tromsö"), index.words("sv")["SWE"]) == ("actor/tromsoe777", "Sverige")


@pytest.mark.parametrize(
    ("name", "plain"),
    [("Tromsø", "tromso"), ("Łódź", "lodz"), ("Xi’an", "xi'an"), ("ÞINGEYRI", "thingeyri"),
     ("Weißenfels", "weissenfels"), (" A\t b ", "a b"), ("Мурманск", "мурманск"), ("", "")],
)  # fmt: skip
def test_a_folded_name_has_neither_case_nor_marks(name: str, plain: str) -> None:
    assert folded(name) == plain


@given(st.text())
def test_folding_twice_changes_nothing(name: str) -> None:
    assert folded(folded(name)) == folded(name)
