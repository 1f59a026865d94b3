"""Asking: what a sealed release has answered is kept, within bounds."""

from collections.abc import Iterator

import pytest
from invented import lulea

from lulea_kg import answers
from lulea_kg.answers import KnowledgeGraph, open_release


@pytest.fixture
def kg() -> Iterator[KnowledgeGraph]:
    """Return the release of Luleå's data, opened."""
    with open_release(lulea()) as opened:
        yield opened


def test_the_same_question_is_answered_once(kg: KnowledgeGraph) -> None:
    assert kg.ask("twin-towns") is kg.ask("twin-towns")


@pytest.mark.parametrize("other", [{"as-of": "2014-09-01"}, {"standing": "ended"}])
def test_another_day_or_another_choice_is_another_question(kg: KnowledgeGraph, other: dict[str, str]) -> None:
    assert kg.ask("twin-towns", other).rows != kg.ask("twin-towns").rows


def test_another_language_is_another_question(kg: KnowledgeGraph) -> None:
    assert kg.ask("network-measures", lang="sv").rows != kg.ask("network-measures", lang="en").rows


def test_the_oldest_answer_makes_room(kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "_KEPT", 2)
    first = kg.ask("ended")
    kg.ask("networks")
    kg.ask("persons")
    again = kg.ask("ended")
    assert again is not first
    assert again.rows == first.rows


def test_a_long_answer_is_not_kept(kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "_KEPT_ROWS", 1)
    assert kg.ask("twin-towns") is not kg.ask("twin-towns")
