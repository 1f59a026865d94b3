"""Shapes over what was stated: the same with the finder and without, and plain words where they cannot be applied."""

from typing import Final

import pytest
from needed import shifty

from lulea_kg import checks, files, finder
from lulea_kg.errors import InputError
from lulea_kg.finder import Found
from lulea_kg.spool import Spool

ONTOLOGY: Final = files.shipped("ontology")
BASE: Final = "https://data.example.org"
TYPE: Final = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
MIR: Final = "https://w3id.org/munirel/def/"
DATE: Final = "<http://www.w3.org/2001/XMLSchema#date>"


WHOLE: Final = f"""<{BASE}/search/a> {TYPE} <{MIR}Search> .
<{BASE}/search/a> <{MIR}about> <{BASE}/actor/kemi> .
<{BASE}/search/a> <{MIR}searchedIn> "the annual report" .
<{BASE}/search/a> <{MIR}searchedOn> "2020-05-01"^^{DATE} .
<{BASE}/search/a> <{MIR}soughtFor> "Kemi" .
"""
BARE: Final = f"<{BASE}/search/b> {TYPE} <{MIR}Search> .\n"


def validated(*sources: str) -> tuple[list[checks.Result], set[str]]:
    """Return what the shapes say of sources, each given as N-Triples, and the digests of those that passed."""
    spool, passed = Spool(), set[str]()
    for number, content in enumerate(sources):
        spool.put(f"{BASE}/graph/source/{number}", content.splitlines(keepends=True))
    return checks.validate(spool, ONTOLOGY, passed), passed


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the finder go first however little there is."""
    shifty()
    monkeypatch.setattr(checks, "_WORTH_FINDING", 0)


def test_only_slices_without_fault_pass() -> None:
    found, passed = validated(WHOLE, BARE)
    assert ({result.focus for result in found}, len(passed)) == ({f"{BASE}/search/b"}, 1)


@pytest.mark.usefixtures("eager")
def test_with_the_finder_and_without_the_same_is_found_and_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = validated(WHOLE, BARE)
    monkeypatch.setattr(finder, "installed", lambda: False)
    assert validated(WHOLE, BARE) == quick


@pytest.mark.usefixtures("eager")
def test_little_is_checked_without_the_finder(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = validated(WHOLE, BARE)
    monkeypatch.undo()
    monkeypatch.delattr(finder, "find")
    assert validated(WHOLE, BARE) == plain


@pytest.mark.usefixtures("eager")
def test_a_finder_that_misses_a_fault_of_the_sample_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = validated(WHOLE, BARE, BARE.replace("/b", "/c"))
    blind = Found(BARE.encode(), beside=set(), sample={f"{BASE}/search/b"})
    monkeypatch.setattr(finder, "find", lambda *_: blind)
    assert validated(WHOLE, BARE, BARE.replace("/b", "/c")) == plain


@pytest.mark.usefixtures("eager")
def test_where_the_finder_gives_up_everything_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = validated(WHOLE, BARE)
    monkeypatch.setattr(finder, "find", lambda *_: None)
    assert validated(WHOLE, BARE) == plain


@pytest.mark.parametrize(
    ("begin", "words"),
    [
        ("_:blank", "Cannot use sh:lessThanOrEquals to compare a BlankNode"),
        (f'"2020-13-01"^^{DATE}', "'<=' not supported between instances of 'Literal' and 'Literal'"),
    ],
    ids=["a blank node", "no such day"],
)
def test_values_without_an_order_are_told_in_words(begin: str, words: str, capfd: pytest.CaptureFixture[str]) -> None:
    begins = f'<{BASE}/a> <{MIR}earliestBegin> {begin} .\n<{BASE}/a> <{MIR}latestBegin> "2020-05-01"^^{DATE} .\n'
    with pytest.raises(InputError, match=f"the shapes could not be applied: {words}"):
        validated(begins)
    assert capfd.readouterr().err == ""


def test_values_that_a_query_cannot_compute_with_are_told_in_words() -> None:
    oa, day = "http://www.w3.org/ns/oa#", f'"-0044-03-15"^^{DATE}'
    values = {"exact": '"vi"', "start": day, "end": day}
    quotation = "".join(f"<{BASE}/claim/a/1> <{oa}{name}> {value} .\n" for name, value in values.items())
    with pytest.raises(InputError, match="the shapes could not be applied"):
        validated(quotation)
