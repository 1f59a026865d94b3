"""Claims read from the store as statements: who says it where, what is stated, and which claims count at all."""

from collections.abc import Sequence
from datetime import date

import making
import pytest

from lulea_kg.statements import statements
from lulea_kg.timeline import Statement
from lulea_kg.times import Bounds

IRI = making.BASE + "/id"
PARTIES = "<id/cooperation/c> a mir:Cooperation ; mir:hasParty <id/actor/a> , <id/actor/b> ."
SAID = """; mir:saidAt "2022-09" ; mir:saidFrom "2022-09-01"^^xsd:date ; mir:saidTo "2022-09-30"^^xsd:date"""


def claim(modality: str = "asserted", by: str = "a", *, said: str = SAID, phase: str = "", more: str = "") -> str:
    """Return a claim that the relation is in force; `phase` tells more of the state and `more` of the claim."""
    asserter = f"<id/actor/{by}>" if by else "mir:unknown"
    return f"""<id/claim/1> mir:states <id/situation/1> ; mir:modality mir:{modality} ; mir:assertedBy {asserter} ;
        prov:hadPrimarySource <id/source/1> {said} {more} .
        <id/situation/1> mir:phaseOf <id/cooperation/c> ; mir:status mir:in-force ; mir:kind mir:twin-town {phase} ."""


def read(*turtle: str) -> Sequence[Statement]:
    return [statement for statement, _ in statements(making.store("\n".join([PARTIES, *turtle])))]


def test_a_statement_has_all_that_decides_grades_and_the_graph_of_its_claim() -> None:
    bounds = ("earliestBegin", "1972-01-01"), ("latestBegin", "1972-12-31"), ("earliestEnd", "2022-09-01")
    phase = "".join(f'; mir:{name} "{day}"^^xsd:date' for name, day in bounds) + '; mir:edtf "1972/"'
    assert list(statements(making.store(PARTIES, g=claim(phase=phase)))) == [
        (
            Statement(
                claim=f"{IRI}/claim/1",
                relation=f"{IRI}/cooperation/c",
                status="in-force",
                kind="twin-town",
                bounds=Bounds(date(1972, 1, 1), date(1972, 12, 31), date(2022, 9, 1), None),
                source=f"{IRI}/source/1",
                asserter=f"{IRI}/actor/a",
                said=(date(2022, 9, 1), date(2022, 9, 30)),
                said_at="2022-09",
                since="1972",
                rank=3,
            ),
            f"{making.BASE}/graph/g",
        )
    ]


@pytest.mark.parametrize(
    ("modality", "denied"),
    [("asserted", [False]), ("announced", [False]), ("denied", [True]), ("proposed", []), ("permitted", [])],
)
def test_only_what_is_asserted_announced_or_denied_is_a_statement(modality: str, denied: list[bool]) -> None:
    assert [statement.denied for statement in read(claim(modality))] == denied


def test_what_is_withdrawn_is_no_statement() -> None:
    assert read(claim(more='; mir:withdrawnAt "2026-01-20"^^xsd:date')) == []


@pytest.mark.parametrize(
    ("asserter", "publisher", "type_", "body", "rank"),
    [
        ("a", "a", "decision", "kommunfullmäktige", 1),
        ("a", "press", "press", "kommunfullmäktige", 1),
        ("a", "a", "page", "", 2),
        ("b", "b", "list", "", 2),
        ("a", "press", "press", "", 3),
        ("press", "press", "press", "", 4),
        ("press", "press", "press", "kommunfullmäktige", 4),
        ("press", "press", "list", "", 6),
        ("a", "press", "list", "kommunfullmäktige", 6),
        ("press", "press", "list-copy", "", 7),
    ],
)
def test_precedence_goes_by_who_says_it_where(asserter: str, publisher: str, type_: str, body: str, rank: int) -> None:
    decided = f'; mir:decidingBody "{body}"' if body else ""
    about = f"<id/source/1> dct:publisher <id/actor/{publisher}> ; mir:sourceType mir:{type_} ."
    (statement,) = read(about, claim(by=asserter, phase=decided))
    assert (statement.rank, statement.decision) == (rank, bool(body))


def test_an_asserter_expressly_unknown_is_nobody() -> None:
    assert [statement.asserter for statement in read(claim(by=""))] == [""]


@pytest.mark.parametrize(
    ("edtf", "since", "until"),
    [("1972/", "1972", ""), ("/2022-09", "", "2022-09"), ("1972/2022", "1972", "2022"), ("1972/..", "1972", ""),
     ("../2022-09", "", "2022-09"), ("1972", "1972", "")],
)  # fmt: skip
def test_an_open_or_unknown_side_is_nothing_stated(edtf: str, since: str, until: str) -> None:
    (statement,) = read(claim(phase=f'; mir:edtf "{edtf}"'))
    assert (statement.since, statement.until) == (since, until)


def test_a_claim_without_a_source_time_is_undated() -> None:
    (statement,) = read(claim(said=""))
    assert (statement.said, statement.said_at) == (None, "")
