"""Names are reconciled as the W3C Reconciliation Service API 0.2 says, with scores that their features explain."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import making
import needed
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lulea_kg.errors import InputError, NameUnknown
from lulea_kg.names import Names
from lulea_kg.reconcile import suggestions, values
from lulea_kg.reconcile.properties import extend
from lulea_kg.reconcile.service import batch, manifest
from lulea_kg.stores.embedded import EmbeddedStore

BASE = making.BASE
SITE = "https://data.example/kg"
WORLD = """
<id/actor/lulea77777> a mir:Municipality ; skos:prefLabel "Luleå" ; skos:altLabel "Luleå kommun"@sv ;
  dct:spatial <id/place/lulea77777> ; mir:inCountry cty:SWE ; mir:twinnedWith <id/actor/tromso7777> .
<id/place/lulea77777> a dct:Location ; skos:prefLabel "Luleå kommun" ; dct:isPartOf cty:SWE ;
  mir:latitude "65.5"^^xsd:decimal ; mir:population 78105 .
<id/actor/tromso7777> a mir:LocalAuthority ; skos:prefLabel "Tromsø" ; dct:spatial cty:NOR .
<id/actor/goteborg77> a mir:Municipality ; skos:prefLabel "Göteborg" ; skos:altLabel "Gothenburg"@en ;
  dct:spatial cty:SWE .
<id/actor/falkense77> a mir:Municipality ; skos:prefLabel "Falkenberg" ; dct:spatial cty:SWE .
<id/actor/falkende77> a mir:LocalAuthority ; skos:prefLabel "Falkenberg" ; dct:spatial cty:DEU .
<id/actor/malase7777> a mir:Municipality ; skos:prefLabel "Malå" ; dct:spatial cty:SWE .
<id/actor/malapl7777> a mir:LocalAuthority ; skos:prefLabel "Mala" ; dct:spatial cty:POL .
<id/actor/sign777777> a mir:Network ; skos:prefLabel "<b>Nät & verk</b>" .
<id/situation/scb777> a mir:IdentityLink ; mir:identifies <id/actor/lulea77777> ; mir:scheme mir:scb ; mir:code "2580" .
<id/situation/wd7777> a mir:IdentityLink ; mir:identifies <id/actor/lulea77777> ; mir:scheme mir:wikidata ;
  mir:code "Q1" .
<id/situation/scb222> a mir:IdentityLink ; mir:identifies <id/actor/malase7777> ; mir:scheme mir:scb ; mir:code "0418" .
<id/situation/geo222> a mir:IdentityLink ; mir:identifies <id/actor/tromso7777> ; mir:scheme mir:geonames ;
  mir:code "2580" .
cty:SWE a skos:Concept ; skos:prefLabel "Sweden"@en , "Sverige"@sv ; skos:notation "SWE" , "SE" .
cty:NOR a skos:Concept ; skos:prefLabel "Norway"@en , "Norge"@sv ; skos:notation "NOR" , "NO" .
cty:DEU a skos:Concept ; skos:prefLabel "Germany"@en , "Tyskland"@sv ; skos:notation "DEU" , "DE" .
cty:POL a skos:Concept ; skos:prefLabel "Poland"@en , "Polen"@sv ; skos:notation "POL" , "PL" .
cty:GBR a skos:Concept ; skos:prefLabel "United Kingdom"@en ; skos:notation "GBR" , "GB" .
mir:scb a skos:Concept ; skos:prefLabel "SCB code"@en , "kommunkod"@sv ; skos:notation "scb" ;
  skos:inScheme mir:IdentifierScheme .
mir:wikidata a skos:Concept ; skos:prefLabel "Wikidata"@en , "Wikidata"@sv ; skos:notation "wikidata" ;
  skos:inScheme mir:IdentifierScheme .
mir:geonames a skos:Concept ; skos:prefLabel "GeoNames"@en , "GeoNames"@sv ; skos:notation "geonames" ;
  skos:inScheme mir:IdentifierScheme .
"""
LULEA = f"{BASE}/id/actor/lulea77777"
Held = tuple[Names, EmbeddedStore]
QUESTION = st.fixed_dictionaries({"query": st.text(max_size=30)})
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def held() -> Iterator[Held]:
    """Return index and store of the small world above."""
    store = making.store(WORLD)
    names = Names.build(store)
    yield names, store
    names.close()


def asked(held: Held, query: str = "", lang: str = "en", **more: Any) -> list[dict[str, Any]]:
    """Return the candidates of one question; `country`, `scb` and the like are its properties."""
    question: dict[str, Any] = {name: more.pop(name) for name in ("type", "type_strict", "limit") if name in more}
    properties = [{"pid": id_, "v": value} for id_, value in more.items()]
    question |= {"query": query} if query else {}
    question |= {"properties": properties} if properties else {}
    found: list[dict[str, Any]] = batch(*held, {"q": question}, lang)["q"]["result"]
    return found


def told(found: list[dict[str, Any]]) -> list[tuple[str, float, bool]]:
    """Return key, score and match of candidates."""
    return [(one["id"].rpartition("/")[2], one["score"], one["match"]) for one in found]


def valid(document: object, schema: str) -> None:
    """Fail unless a document is valid by a schema of the specification."""
    jsonschema, referencing = needed.package("jsonschema"), needed.package("referencing")
    folder = needed.suites() / "reconciliation" / "0.2" / "schemas"
    kind = referencing.jsonschema.DRAFT7.create_resource(json.loads((folder / "type.json").read_text()))
    registry = referencing.Registry().with_resources([("type.json", kind), (kind.id(), kind)])
    validator = jsonschema.Draft7Validator(json.loads((folder / f"{schema}.json").read_text()), registry=registry)
    assert [error.message for error in validator.iter_errors(document)] == []


def examples(folder: str) -> list[Path]:
    """Return example files of the specification."""
    return sorted((needed.suites() / "reconciliation" / "0.2" / "examples" / folder).glob("*.json"))


# 97: the same name without marks. 72.5: a beginning, 0.6 + 0.3 × 5 of 12 letters. 78.8: nearly so, 0.9 × 14 of 16.
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Luleå", [("lulea77777", 100.0, True), ("lulea77777", 72.5, False)]),
        ("Lulea", [("lulea77777", 97.0, True), ("lulea77777", 72.5, False)]),
        ("LULEÅ", [("lulea77777", 100.0, True), ("lulea77777", 72.5, False)]),
        ("Luleå kommun", [("lulea77777", 100.0, True), ("lulea77777", 100.0, False)]),
        ("Luleås kommun", [("lulea77777", 100.0, True)]),
        ("Tromso", [("tromso7777", 97.0, True)]),
        ("Gothenburg", [("goteborg77", 100.0, True)]),
        ("Göteborgs stad", [("goteborg77", 100.0, True)]),
        ("Q1", [("lulea77777", 100.0, True)]),
        ("http://www.wikidata.org/entity/Q1", [("lulea77777", 100.0, True)]),
        (LULEA, [("lulea77777", 100.0, True)]),
        ("Göteborx", [("goteborg77", 78.8, False)]),
        ("Wrocław", []),
        ("   ", []),
    ],
)
def test_a_name_in_any_spelling_or_a_code_finds_what_bears_it(held: Held, query: str, expected: list[object]) -> None:
    assert told(asked(held, query)) == expected


def test_of_two_towns_of_one_name_both_are_listed_and_neither_is_a_match(held: Held) -> None:
    assert told(asked(held, "Falkenberg")) == [("falkense77", 100.0, False), ("falkende77", 100.0, False)]


@pytest.mark.parametrize(
    "country", ["DEU", "DE", "de", "Germany", "Tyskland", {"id": "DEU", "name": "x"}, ["SE?", "DE"]]
)
def test_the_town_in_the_country_given_goes_before_that_in_another(held: Held, country: object) -> None:
    found = asked(held, "Falkenberg", country=country)
    assert told(found) == [("falkende77", 100.0, True), ("falkense77", 40.0, False)]


def test_a_country_may_stand_behind_the_name(held: Held) -> None:
    assert told(asked(held, "Falkenberg, Tyskland"))[0] == ("falkende77", 100.0, True)


@pytest.mark.parametrize("country", ["Narnia", "NOR", "UK"])
def test_no_candidate_is_a_match_in_a_country_that_is_another_or_unknown(held: Held, country: str) -> None:
    assert [one["match"] for one in asked(held, "Göteborg", country=country)] == [False]


def test_who_writes_marks_means_them_and_who_writes_none_may_have_left_them_out(held: Held) -> None:
    assert told(asked(held, "Malå")) == [("malase7777", 100.0, True), ("malapl7777", 97.0, False)]
    assert told(asked(held, "Mala")) == [("malapl7777", 100.0, False), ("malase7777", 97.0, False)]


@pytest.mark.parametrize("code", ["2580", 2580, 2580.0, ["x", "2580"]])
def test_a_code_of_the_scheme_named_decides_without_a_name(held: Held, code: object) -> None:
    assert told(asked(held, scb=code)) == [("lulea77777", 100.0, True)]


def test_a_code_that_lost_its_zeros_is_given_them_back(held: Held) -> None:
    assert told(asked(held, scb=418)) == [("malase7777", 100.0, True)]


def test_a_code_lifts_a_name_that_is_only_like_it_and_lowers_one_that_has_another(held: Held) -> None:
    # A beginning of 4 letters of 5: 0.6 + 0.3 × 0.8 = 0.84; the code takes away 0.7 of what lacks: 0.952.
    assert told(asked(held, "Lule", scb="2580"))[0] == ("lulea77777", 95.2, True)
    # The same name without marks, of what has no such code: 0.97 × 0.9. Another name with the code: 0.7.
    found = [("malapl7777", 87.3, False), ("lulea77777", 70.0, False), ("malase7777", 40.0, False)]
    assert told(asked(held, "Malå", scb="2580")) == found


def test_the_features_explain_how_a_candidate_was_found(held: Held) -> None:
    features = {
        one["id"]: one["value"] for one in asked(held, "Gothenburg", country="SE", type="Municipality")[0]["features"]
    }
    assert features == {"name_exact": 1.0, "name_alias": True, "country": True, "type": True}


@pytest.mark.parametrize(
    ("lang", "description"),
    [
        ("en", "municipality, Sweden; found by Gothenburg (alias, en)"),
        ("sv", "kommun, Sverige; funnen genom Gothenburg (alias, en)"),
    ],
)
def test_the_description_tells_the_text_that_matched(held: Held, lang: str, description: str) -> None:
    assert asked(held, "gothenburg", lang)[0]["description"] == description


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"type": "LocalAuthority"}, [("lulea77777", 100.0, True)]),
        ({"type": "https://w3id.org/munirel/def/Municipality"}, [("lulea77777", 100.0, True)]),
        ({"type": ["Municipality", "Organization"], "type_strict": "all"}, [("lulea77777", 100.0, True)]),
        ({"type": ["Municipality", "Network"], "type_strict": "all"}, []),
        ({"type": "Location"}, [("lulea77777", 72.5, False)]),
        ({"type": "Location", "type_strict": "should"}, [("lulea77777", 72.5, False), ("lulea77777", 50.0, False)]),
        ({"type": "Starship"}, []),
        ({"limit": 1}, [("lulea77777", 100.0, True)]),
        ({"limit": 0}, []),
    ],
)
def test_types_choose_or_only_move_candidates(held: Held, more: dict[str, Any], expected: list[object]) -> None:
    assert told(asked(held, "Luleå", **more)) == expected


def test_every_valid_example_gets_a_valid_answer(held: Held) -> None:
    for path in examples("reconciliation-query-batch/valid"):
        valid(batch(*held, json.loads(path.read_text()), "en"), "reconciliation-result-batch")


def test_every_invalid_example_is_refused_in_both_languages(held: Held) -> None:
    for path in examples("reconciliation-query-batch/invalid"):
        with pytest.raises(InputError) as refused:
            batch(*held, json.loads(path.read_text()), "en")
        assert refused.value.in_language("sv") != refused.value.in_language("en")


@pytest.mark.parametrize(
    ("queries", "message"),
    [
        ([], "json-not-object"),
        ({"q": "Luleå"}, "json-not-object"),
        ({"q": {"query": 5}}, "json-not-text"),
        ({"q": {"query": "\ud800"}}, "json-not-text"),
        ({"\ud800": {"query": "x"}}, "json-not-text"),
        ({"q": {"query": "x" * 501}}, "json-too-long"),
        ({"q": {"query": "x", "limit": float("inf")}}, "json-not-number"),
        ({"q": {"query": "x", "limit": True}}, "json-not-number"),
        ({"q": {"query": "x", "type": 1}}, "json-not-list"),
        ({"q": {"query": "x", "type_strict": []}}, "bad-code"),
        ({"q": {"query": "x", "properties": [{"pid": "scb"}]}}, "json-missing"),
        ({"q": {"query": "x", "properties": [{"pid": "scb", "v": None}]}}, "json-not-text"),
        ({"q": {"query": "x", "properties": [{"pid": "scb", "v": float("nan")}]}}, "json-not-number"),
        ({"q": {"query": "x", "properties": [{"pid": "scb", "v": ["x"] * 21}]}}, "json-too-many"),
        ({str(number): {"query": "x"} for number in range(51)}, "json-too-many"),
    ],
)
def test_what_is_no_batch_or_too_much_is_refused(held: Held, queries: object, message: str) -> None:
    with pytest.raises(InputError) as refused:
        batch(*held, queries, "en")
    assert refused.value.message == message


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "1" * 5000, "{'q': 1}"])
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(InputError) as refused:
        values.document(text)
    assert refused.value.message == "json-unreadable"


@given(st.dictionaries(st.text(max_size=4), QUESTION, max_size=3) | ANYTHING)
def test_whatever_is_asked_gets_an_answer_or_an_input_error(held: Held, queries: object) -> None:
    try:
        found = batch(*held, queries, "en")
    except InputError:
        return
    assert found.keys() == dict(queries).keys()  # type: ignore[call-overload]
    assert json.dumps(found, allow_nan=False, ensure_ascii=False).encode()


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_manifest_is_valid_and_states_the_limit_of_a_batch(lang: str) -> None:
    found = manifest(SITE, BASE, lang)
    valid(found, "manifest")
    assert (found["versions"], found["batchSize"], found["view"]["url"]) == (
        ["0.2"],
        50,
        "https://data.example/kg/reconcile/view?id={{id}}",
    )


def test_things_are_suggested_by_how_their_names_begin(held: Held) -> None:
    found = suggestions.suggest_entities(held[0], "lul", 0, "en")
    valid(found, "suggest-entities-response")
    assert [one["name"] for one in found["result"]] == ["Luleå", "Luleå kommun"]
    assert [one["name"] for one in suggestions.suggest_entities(held[0], "lul", 1, "en")["result"]] == ["Luleå kommun"]


def test_types_and_properties_are_suggested_in_either_language(held: Held) -> None:
    types = suggestions.suggest_types(held[0], "kommun", 0, "en")
    found = suggestions.suggest_properties(held[0], "kommun", 0, "en")
    valid(types, "suggest-types-response")
    valid(found, "suggest-properties-response")
    assert [one["id"] for one in types["result"]] == ["Municipality"]
    assert found == {"result": [{"id": "scb", "name": "SCB code"}]}


def test_properties_are_proposed_by_type(held: Held) -> None:
    found = suggestions.propose_properties(held[0], "Location", 3, "sv")
    valid(found, "data-extension-property-proposal")
    assert [one["id"] for one in found["properties"]] == ["country", "geonames", "scb"]


def test_things_are_extended_with_what_is_known_of_them(held: Held) -> None:
    wanted = ["country", "scb", "alias", "latitude", "population", "twin-town", "unheard-of"]
    query = {"ids": [LULEA, "unknown"], "properties": [{"id": id_} for id_ in wanted]}
    found = extend(held[1], held[0], query, "en")
    valid(query, "data-extension-query")
    valid(found, "data-extension-response")
    assert found["rows"] == {
        LULEA: {
            "country": [{"str": "SWE"}],
            "scb": [{"str": "2580"}],
            "alias": [{"str": "Luleå kommun"}],
            "latitude": [{"float": 65.5}],
            "population": [{"int": 78105}],
            "twin-town": [{"id": f"{BASE}/id/actor/tromso7777", "name": "Tromsø"}],
            "unheard-of": [],
        },
        "unknown": {id_: [] for id_ in wanted},
    }


def test_every_example_of_an_extension_gets_a_valid_answer(held: Held) -> None:
    for path in examples("data-extension-query/valid"):
        valid(extend(held[1], held[0], json.loads(path.read_text()), "sv"), "data-extension-response")


@pytest.mark.parametrize(
    "query",
    [
        [],
        {"ids": []},
        {"ids": "x", "properties": []},
        {"ids": [1], "properties": []},
        {"ids": ["x"] * 51, "properties": []},
        {"ids": [], "properties": [{}]},
        {"ids": [], "properties": [{"id": "scb", "settings": {"limit": "many"}}]},
    ],
)
def test_what_is_no_extension_is_refused(held: Held, query: object) -> None:
    with pytest.raises(InputError):
        extend(held[1], held[0], query, "en")


def test_a_preview_is_a_page_of_its_own_in_the_language_asked(held: Held) -> None:
    page = suggestions.preview(*held, LULEA, "sv")
    assert page.startswith('<!DOCTYPE html>\n<html lang="sv">')
    assert "<h1>Luleå</h1>\n<p>kommun, Sverige</p>" in page
    assert "<dt>kommunkod</dt><dd>2580</dd>" in page


def test_what_a_name_holds_of_html_is_shown_as_letters(held: Held) -> None:
    thing = f"{BASE}/id/actor/sign777777"
    assert "<h1>&lt;b&gt;Nät &amp; verk&lt;/b&gt;</h1>" in suggestions.preview(*held, thing, "sv")
    assert suggestions.flyout(held[0], "entity", thing, "en") == {
        "id": thing,
        "html": "<p><strong>&lt;b&gt;Nät &amp; verk&lt;/b&gt;</strong><br>network</p>",
    }


@pytest.mark.parametrize("what", ["entity", "type", "property"])
def test_nothing_is_shown_of_what_is_not_known(held: Held, what: str) -> None:
    with pytest.raises(NameUnknown):
        suggestions.flyout(held[0], what, "<x>", "en")


def test_types_and_properties_have_flyouts(held: Held) -> None:
    assert suggestions.flyout(held[0], "type", "Network", "sv")["html"].startswith("<p><strong>nätverk</strong>")
    assert suggestions.flyout(held[0], "property", "scb", "sv")["html"].startswith("<p><strong>kommunkod</strong>")
