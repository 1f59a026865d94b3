"""Keys are minted once from natural keys, kept by registries, and put under a base."""

import re
from pathlib import Path

import making
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lulea_kg import graphs
from lulea_kg.errors import InputError
from lulea_kg.iris import Namer, Registry, checked_base, mint
from lulea_kg.model import Place
from lulea_kg.terms import DCT, KEY

BASE = making.BASE
HEADER = "key,type,natural_key,created,replaced_by,reason\n"
ONE, TWO, THREE, FOUR = "aaaaaaaaaa", "bbbbbbbbbb", "cccccccccc", "dddddddddd"
HERE = Place("actors.ttl")


def registry(folder: Path, *rows: str, base: str = BASE, dataset: str = "ex", into: Registry | None = None) -> Registry:
    """Return a registry that holds these rows."""
    (folder / "registry.csv").write_text(HEADER + "".join(row + "\n" for row in rows), encoding="utf-8")
    found = into or Registry()
    found.load(folder / "registry.csv", base, dataset)
    return found


def test_a_key_never_changes() -> None:
    # SHA-256 of "actor:se-2580" begins 11 A8 24 E6 9A 6C B7; five bits a letter give c g u c j z u 2 n s.
    assert mint("actor", "se-2580") == "cgucjzu2ns"


@given(st.text(), st.text())
def test_every_key_is_ten_small_base32_letters_and_of_its_own_thing(one: str, other: str) -> None:
    assert re.fullmatch(KEY, mint("actor", one))
    assert (mint("actor", one) == mint("actor", other)) == (one == other)
    assert mint("actor", one) != mint("place", one)


@pytest.mark.parametrize("base", ["https://w3id.org/munirel", "http://localhost:8000", "https://ex.se/a/b-c/%C3%A5"])
def test_a_base_is_an_address_and_loses_its_last_slash(base: str) -> None:
    assert (checked_base(base), checked_base(base + "/")) == (base, base)


@pytest.mark.parametrize(
    "base",
    ["", "ex.se", "ftp://ex.se", "https://", "https:///a", "https://ex.se/?a", "https://ex.se/#a", "https://ex.se/a b",
     "https://ex.se/<a>", 'https://ex.se/"', "https://ex.se/{a}", "https://ex.se\n", "javascript:alert(1)"],
)  # fmt: skip
def test_what_is_no_address_to_put_iris_under_is_no_base(base: str) -> None:
    with pytest.raises(InputError) as refused:
        checked_base(base)
    assert refused.value.message == "bad-base"


def test_a_registered_thing_keeps_its_key_whatever_its_natural_key_gives(tmp_path: Path) -> None:
    found = registry(tmp_path, f"{ONE},actor,se-2580,2026-01-01,,")
    assert found.iri(BASE, "ex", "actor", "se-2580") == f"{BASE}/id/actor/{ONE}"
    assert found.unregistered == {}


def test_a_thing_no_registry_holds_gets_the_key_its_name_gives_and_is_noted_once() -> None:
    found = Registry()
    iris = {found.iri(BASE, "ex", "actor", "se-2580", place) for place in (HERE, Place("later.ttl"))}
    assert iris == {f"{BASE}/id/actor/{mint('actor', 'se-2580')}"}
    assert found.unregistered == {("actor", "se-2580"): HERE}


@pytest.mark.parametrize("type_", ["claim", "situation", "snapshot", "dataset"])
def test_what_derives_its_key_needs_no_registering(type_: str) -> None:
    found = Registry()
    found.iri(BASE, "ex", type_, "x")
    assert found.unregistered == {}


def test_a_replaced_key_leads_to_the_last_of_its_chain(tmp_path: Path) -> None:
    rows = (
        f"{ONE},actor,a,2026-01-01,{TWO},fel", f"{TWO},actor,b,2026-01-01,{THREE},fel", f"{THREE},actor,c,2026-01-01,,",
    )  # fmt: skip
    found = registry(tmp_path, *rows)
    assert [found.iri(BASE, "ex", "actor", key) for key in "abc"] == [f"{BASE}/id/actor/{THREE}"] * 3


def test_a_key_that_several_replace_keeps_its_name_and_so_does_what_leads_to_it(tmp_path: Path) -> None:
    rows = (
        f"{FOUR},actor,a,2026-01-01,{ONE},fel", f"{ONE},actor,b,2026-01-01,{TWO} {THREE},fel",
        f"{TWO},actor,c,2026-01-01,,", f"{THREE},actor,d,2026-01-01,,",
    )  # fmt: skip
    found = registry(tmp_path, *rows)
    assert [found.iri(BASE, "ex", "actor", key)[-10:] for key in "abcd"] == [ONE, ONE, TWO, THREE]


def test_the_graph_says_of_each_key_that_replaces_another_that_it_does(tmp_path: Path) -> None:
    rows = (
        f"{ONE},actor,a,2026-01-01,{TWO}  {THREE} {TWO},fel", f"{TWO},actor,b,2026-01-01,,",
        f"{THREE},actor,c,2026-01-01,,",
    )  # fmt: skip
    said = list(graphs.replacements(making.namer(registry(tmp_path, *rows))))
    assert said == [
        f"<{BASE}/id/actor/{ONE}> <{DCT}isReplacedBy> <{BASE}/id/actor/{other}> .\n" for other in (TWO, THREE)
    ]


def test_the_first_dataset_that_registered_a_shared_thing_has_named_it(tmp_path: Path) -> None:
    first = registry(tmp_path, f"{ONE},actor,a,2026-01-01,,", base="https://one.example", dataset="one")
    both = registry(tmp_path, f"{TWO},actor,a,2026-01-01,,", base="https://two.example", dataset="two", into=first)
    named = [both.iri(BASE, dataset, "actor", "a") for dataset in ("one", "two", "three")]
    assert named == [
        f"https://{name}.example/id/actor/{key}" for name, key in (("one", ONE), ("two", TWO), ("one", ONE))
    ]


@pytest.mark.parametrize(
    ("row", "message", "column"),
    [
        ("AAAAAAAAAA,actor,a,2026-01-01,,", "bad-key", "key"),
        ("aaaaaaaaa,actor,a,2026-01-01,,", "bad-key", "key"),
        ("aaaaaaaaa1,actor,a,2026-01-01,,", "bad-key", "key"),
        (f"{ONE},claim,a,2026-01-01,,", "bad-code", "type"),
        (f"{ONE},actor,,2026-01-01,,", "empty-cell", "natural_key"),
        (f"{ONE},actor,a,2026-01,,", "bad-day", "created"),
        (f"{ONE},actor,a,2026-01-01,{TWO},", "replacement-incomplete", "reason"),
        (f"{ONE},actor,a,2026-01-01,,fel", "replacement-incomplete", "reason"),
    ],
)
def test_a_bad_row_of_a_registry_is_refused_by_row_and_column(
    tmp_path: Path, row: str, message: str, column: str
) -> None:
    with pytest.raises(InputError) as refused:
        registry(tmp_path, f"{TWO},actor,z,2026-01-01,,", row)
    assert (refused.value.message, refused.value.facts["row"], refused.value.facts["column"]) == (message, 3, column)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ((f"{ONE},actor,a,2026-01-01,,", f"{ONE},actor,b,2026-01-01,,"), "duplicate-key"),
        ((f"{ONE},actor,a,2026-01-01,,", f"{TWO},actor,a,2026-01-01,,"), "duplicate-key"),
        ((f"{ONE},actor,a,2026-01-01,{TWO},fel",), "missing-replacement"),
        ((f"{ONE},actor,a,2026-01-01,{TWO},fel", f"{TWO},actor,b,2026-01-01,{ONE},fel"), "circular-replacement"),
        ((f"{ONE},actor,a,2026-01-01,{ONE},fel",), "circular-replacement"),
        ((f"{ONE},actor,a,2026-01-01,{TWO},fel", f"{TWO},place,b,2026-01-01,,"), "missing-replacement"),
        ((f"{ONE},actor,a,2026-01-01,{TWO} {THREE},fel", f"{TWO},actor,b,2026-01-01,,"), "missing-replacement"),
        (
            (
                f"{ONE},actor,a,2026-01-01,{TWO} {THREE},fel",
                f"{TWO},actor,b,2026-01-01,,",
                f"{THREE},actor,c,2026-01-01,{ONE},fel",
            ),
            "circular-replacement",
        ),
    ],
)
def test_rows_of_a_registry_that_do_not_fit_together_are_refused(
    tmp_path: Path, rows: tuple[str, ...], message: str
) -> None:
    with pytest.raises(InputError) as refused:
        registry(tmp_path, *rows)
    assert refused.value.message == message


def test_the_same_natural_key_may_be_of_two_types(tmp_path: Path) -> None:
    found = registry(tmp_path, f"{ONE},actor,luleå,2026-01-01,,", f"{TWO},place,luleå,2026-01-01,,")
    assert [found.iri(BASE, "ex", type_, "luleå").rpartition("/")[2] for type_ in ("actor", "place")] == [ONE, TWO]


def test_a_dataset_without_a_registry_registers_nothing(tmp_path: Path) -> None:
    assert Registry().load(tmp_path / "registry.csv", BASE, "ex") == []


def test_natural_keys_are_replaced_inside_their_iris() -> None:
    namer = making.namer()
    expanded = {
        natural: namer.expand(f"{BASE}/id/{natural}", "sidan", HERE).removeprefix(f"{BASE}/id/")
        for natural in (
            "actor/~se-2580",
            "place/~lule%C3%A5",
            "snapshot/~0f",
            "source/~avtal",
            "claim/~a/1",
            "plan/ready",
        )
    }
    assert expanded == {
        "actor/~se-2580": f"actor/{mint('actor', 'se-2580')}",
        "place/~lule%C3%A5": f"place/{mint('place', 'luleå')}",
        "snapshot/~0f": f"snapshot/{mint('snapshot', '0f')}",
        "source/~avtal": f"source/{mint('source', 'ex/avtal')}",
        "claim/~a/1": f"claim/{mint('claim', 'ex/sidan/a')}/1",
        "plan/ready": "plan/ready",
    }


def test_a_row_key_at_the_top_level_is_the_datasets_own() -> None:
    assert making.namer().expand(f"{BASE}/id/situation/~a/b", "", HERE) == (
        f"{BASE}/id/situation/{mint('situation', 'ex//a/b')}"
    )


def test_a_cooperation_has_one_name_however_its_parties_are_ordered(tmp_path: Path) -> None:
    found = registry(tmp_path, f"{ONE},actor,luleå,2026-01-01,,", f"{TWO},actor,kemi,2026-01-01,,")
    namer = making.namer(found)
    names = {namer.expand(f"{BASE}/id/cooperation/~{key}", "", HERE) for key in ("tie:luleå+kemi", "tie:kemi+luleå")}
    assert (
        names
        == {namer.cooperation("tie", [TWO, ONE])}
        == {f"{BASE}/id/cooperation/{mint('cooperation', f'tie:{ONE}+{TWO}')}"}
    )


def test_a_cooperation_with_a_territory_is_named_by_the_countrys_code(tmp_path: Path) -> None:
    namer = making.namer(registry(tmp_path, f"{ONE},actor,luleå,2026-01-01,,"))
    assert namer.expand(f"{BASE}/id/cooperation/~tie:luleå+CHN", "", HERE) == namer.cooperation("tie", [ONE, "CHN"])


@pytest.mark.parametrize(
    "iri", [f"{BASE}/id/thing/~a", f"{BASE}/actor/~a", f"{BASE}/~a", "https://ex.example/id/def/~a"]
)
def test_a_natural_key_of_no_type_is_refused(iri: str) -> None:
    with pytest.raises(InputError) as refused:
        making.namer().expand(iri, "", HERE)
    assert (refused.value.message, refused.value.facts["file"]) == ("bad-natural-key", "actors.ttl")


def test_a_dataset_under_another_base_gives_the_same_names_there() -> None:
    one, other = Namer("https://a.example", "ex", Registry()), Namer("https://b.example", "ex", Registry())
    for named in ("actor/~x", "claim/~x", "source/~x", "cooperation/~tie:x+y"):
        assert one.expand(f"https://a.example/id/{named}", "s", HERE).replace("a.ex", "b.ex") == (
            other.expand(f"https://b.example/id/{named}", "s", HERE)
        )


def test_graphs_are_named_after_what_they_hold() -> None:
    assert making.namer().graph("source", f"{BASE}/id/source/{ONE}") == f"{BASE}/graph/source/{ONE}"
