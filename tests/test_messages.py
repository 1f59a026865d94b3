"""Every message exists in both languages, says the same facts in both, is used, and gets the facts it names."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Final

import pytest

import lulea_kg
from lulea_kg import errors
from lulea_kg.messages import MESSAGES, printable, text

CODE: Final = Path(lulea_kg.__file__).parent
ERRORS: Final = {name for name, thing in vars(errors).items()
                 if isinstance(thing, type) and issubclass(thing, errors.LuleaKGError)}  # fmt: skip
# What takes the id of a message first; a subclass of LuleaKGError outside errors.py does so too.
SPEAKERS: Final = ERRORS | {"text", "finding", "warning", "fault", "Fault", "__init__"}
CHANGE: Final = "change-"


@cache
def trees() -> dict[str, ast.Module]:
    """Return the parsed modules of the product by their path, without the messages themselves."""
    paths = [path for path in sorted(CODE.rglob("*.py")) if path.name != "messages.py"]
    return {str(path.relative_to(CODE)): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def spoken() -> Iterator[tuple[str, str, set[str] | None]]:
    """Yield where a message is spoken, its id, and the facts given; None when they cannot be read from the code."""
    for path, tree in trees().items():
        own = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)} & {"text"}
        for call in ast.walk(tree):
            if not isinstance(call, ast.Call) or not call.args or not isinstance(call.args[0], ast.Constant):
                continue
            name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
            by_method = isinstance(call.func, ast.Attribute) and name != "__init__"
            if name in SPEAKERS - own and not by_method and isinstance(call.args[0].value, str):
                # The helper named fault adds what the cell holds.
                given = {word.arg for word in call.keywords} | ({"found"} if name == "fault" else set())
                yield f"{path}:{call.lineno}", call.args[0].value, None if None in given else {str(n) for n in given}


def constants() -> set[str]:
    """Return every text that stands in the code."""
    nodes = (node for tree in trees().values() for node in ast.walk(tree))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def facts(message: str) -> set[str]:
    """Return the facts that a message names."""
    return {name.partition(".")[0] for _, name, _, _ in Formatter().parse(message) if name}


def test_the_code_speaks_enough_messages_to_mean_something() -> None:
    assert len({id_ for _, id_, _ in spoken()}) > 60


def test_every_message_spoken_exists() -> None:
    assert [(where, id_) for where, id_, _ in spoken() if id_ not in MESSAGES] == []


def test_every_message_is_spoken_somewhere() -> None:
    said = constants()
    changes = {CHANGE + kind for kind in said} if CHANGE in said else set()
    assert set(MESSAGES) - said - changes == set()


@pytest.mark.parametrize("id_", MESSAGES)
def test_both_languages_say_the_same_facts_in_words_of_their_own(id_: str) -> None:
    english, swedish = MESSAGES[id_]
    assert english.strip() and swedish.strip() and english != swedish
    assert facts(english) == facts(swedish)


def test_every_message_is_given_the_facts_it_names() -> None:
    missing = [
        (where, id_, facts(MESSAGES[id_][0]) - given - {"hint"})
        for where, id_, given in spoken()
        if id_ in MESSAGES and given is not None
    ]
    assert [entry for entry in missing if entry[2]] == []


def test_the_place_comes_first_and_in_the_readers_language() -> None:
    where = {"file": "claims.csv", "row": 7, "column": "since"}
    assert [text("bad-confidence", lang, found="9", **where) for lang in ("en", "sv")] == [
        "claims.csv, row 7, column since: '9' is not a number from 0 to 1.",
        "claims.csv, rad 7, kolumn since: '9' är inte ett tal från 0 till 1.",
    ]


def test_a_message_without_a_place_begins_with_its_words() -> None:
    assert text("no-rows", "en", file="", row=None) == "no rows."


def test_what_resembles_is_asked_after_and_only_when_something_does() -> None:
    assert text("name-unknown", "sv", found="Lulle", suggestions="Luleå").endswith("Menade du Luleå?")
    assert text("name-unknown", "en", found="x", suggestions="") == "nothing is named 'x'."


def test_what_was_found_is_cut_when_it_is_long() -> None:
    assert text("name-unknown", "en", found="x" * 100_000) == f"nothing is named '{'x' * 100}…'."


def test_braces_in_a_fact_are_letters() -> None:
    assert text("name-unknown", "en", found="{found!r}{0}") == "nothing is named '{found!r}{0}'."


@pytest.mark.parametrize(
    ("line", "shown"), [("Luleå – Xi’an 西", "Luleå – Xi’an 西"), ("a\nb\x1b[31m\x9b\u202ec\u2028", "a b [31m  c ")]
)
def test_only_printable_letters_reach_a_terminal(line: str, shown: str) -> None:
    assert printable(line) == shown
