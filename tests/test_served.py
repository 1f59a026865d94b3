"""What is kept of answers that were made, and how much."""

import needed

needed.package("starlette")

from lulea_kg.web.keeping import contents  # noqa: E402


def test_the_answers_least_recently_used_go_first() -> None:
    kept = contents(8000)
    for name in "abc":
        kept.put(name, b"x" * 1500)
    kept.get("a")
    kept.put("d", b"x" * 1500)
    kept.put("e", b"x" * 1500)
    assert [name for name in "abcde" if kept.get(name)] == ["a", "c", "d", "e"]


def test_an_answer_that_would_drive_out_the_others_is_not_kept() -> None:
    kept = contents(8000)
    kept.put("a", b"x" * 2001)
    assert kept.get("a") is None


def test_a_great_many_short_answers_are_not_all_kept() -> None:
    kept = contents(8000)
    for number in range(1000):
        kept.put(str(number), b"x")
    assert sum(kept.get(str(number)) is not None for number in range(1000)) < 20
