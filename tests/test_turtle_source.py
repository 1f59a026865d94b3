"""Turtle, TriG and dumps are read with natural keys replaced, or refused with the file and the line."""

import gzip
from pathlib import Path

import making
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from lulea_kg.errors import InputError
from lulea_kg.iris import mint
from lulea_kg.sources.turtle import Fact, dump, facts, is_dump

BASE = making.BASE
MIR = "https://w3id.org/munirel/def/"
PREFIX = "@prefix mir: <https://w3id.org/munirel/def/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
LINE = f"<{BASE}/id/claim/a> <{BASE}/p> <{BASE}/o> <{BASE}/graph/source/g> .\n".encode()


def read(folder: Path, content: str, *, scope: str = "", name: str = "x.ttl") -> list[Fact]:
    """Return the facts of a file with this content."""
    (folder / name).write_text(content, encoding="utf-8")
    return list(facts(folder / name, making.namer(), scope))


def refused(folder: Path, content: str, *, name: str = "x.ttl") -> tuple[str, int | None]:
    """Return the message a file is refused with, and the row it names; hold that the file is named."""
    with pytest.raises(InputError) as found:
        read(folder, content, name=name)
    assert str(found.value.facts["file"]).endswith(name)
    row = found.value.facts.get("row")
    return found.value.message, row if isinstance(row, int) else None


def test_relative_iris_lie_under_the_base_and_natural_keys_become_keys(tmp_path: Path) -> None:
    found = read(tmp_path, '<id/actor/~se-2580> <p> <id/place/~luleå> ; <q> "~x"@sv .')
    actor, place = f"{BASE}/id/actor/{mint('actor', 'se-2580')}", f"{BASE}/id/place/{mint('place', 'luleå')}"
    assert found == [
        Fact("", actor, f"{BASE}/p", NamedNode(place)),
        Fact("", actor, f"{BASE}/q", Literal("~x", language="sv")),
    ]


def test_a_claims_key_is_local_to_the_source_its_file_is_named_after(tmp_path: Path) -> None:
    content = "<id/claim/~a> <p> <id/claim/~a/1> ."
    one, other = read(tmp_path, content, scope="one")[0], read(tmp_path, content, scope="other")[0]
    assert one.subject == making.namer().row("claim", "one", "a") != other.subject
    assert one.value == NamedNode(one.subject + "/1")


def test_trig_tells_the_graph_of_each_fact(tmp_path: Path) -> None:
    content = "<id/source/~a> { <s> <p> <o> } <s> <p> <o> ."
    graphs = [fact.graph for fact in read(tmp_path, content, name="x.trig")]
    assert graphs == [making.namer().source("a"), ""]


@pytest.mark.parametrize(
    ("content", "message", "row"),
    [
        ("<s> <p> <o> .\n<s> <p> .", "bad-rdf", 2),
        ("<s> <p> <o> .\n\n<s> nope:p <o> .", "bad-rdf", 3),
        ("<s> <p> <not an iri> .", "bad-rdf", 1),
        ("<s> <p> [ <q> <o> ] .", "blank-node", None),
        ("<s> <p> ( <a> ) .", "blank-node", None),
        ("_:b <p> <o> .", "blank-node", None),
        ("<s> <p> <<( <a> <b> <c> )>> .", "triple-term", None),
        ('<s> <p> "a\\u0007b" .', "control-character", None),
        ("<id/thing/~a> <p> <o> .", "bad-natural-key", None),
        ("<actor/~a> <p> <o> .", "bad-natural-key", None),
        ("<s>\n<p> " + "(" * 1001 + ")" * 1001 + " .", "too-deep", 2),
    ],
)
def test_what_cannot_be_used_is_refused(tmp_path: Path, content: str, message: str, row: int | None) -> None:
    assert refused(tmp_path, content) == (message, row)


def test_many_brackets_side_by_side_are_no_nesting(tmp_path: Path) -> None:
    assert len(read(tmp_path, f"<s> <p> {', '.join(['()'] * 1500)} .")) == 1500


def test_the_deepest_nesting_allowed_is_read_as_far_as_its_blank_nodes(tmp_path: Path) -> None:
    assert refused(tmp_path, f"<s> <p> {'(' * 1000}{')' * 1000} .")[0] == "blank-node"


@pytest.mark.parametrize("string", ['"{}"', "'{}'", '"""{}"""', "'''{}'''", "<{}>"])
def test_brackets_inside_a_string_or_iri_are_no_nesting(tmp_path: Path, string: str) -> None:
    assert len(read(tmp_path, f"<s> <p> {string.format('(' * 1001)} .")) == 1


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ('mir:saidFrom "2020-02-30"^^xsd:date', "bad-day"),
        ('mir:saidFrom "2020-05-01Z"^^xsd:date', "bad-day"),
        ('mir:recordedAt "2020"^^xsd:date', "bad-day"),
        ('mir:saidAt "igår"', "bad-edtf"),
        ('mir:edtf "1972/igår"', "bad-edtf"),
        ('mir:published "20"', "bad-edtf"),
    ],
)
def test_a_date_that_is_none_is_refused_with_its_property(tmp_path: Path, value: str, message: str) -> None:
    with pytest.raises(InputError) as found:
        read(tmp_path, PREFIX + f"<s> {value} .")
    assert (found.value.message, found.value.facts["column"]) == (message, value.partition(" ")[0][4:])


def test_a_file_that_is_not_utf8_is_refused_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "x.ttl").write_bytes('<s> <p> <o> .\n<s> <p> "Luleå" .'.encode("latin-1"))
    with pytest.raises(InputError) as found:
        list(facts(tmp_path / "x.ttl", making.namer(), ""))
    assert (found.value.message, found.value.facts["row"]) == ("not-utf8", 2)


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    assert len(read(tmp_path, "\ufeff<s> <p> <o> .")) == 1


@pytest.mark.parametrize("name", ["dump.nq", "dump.nq.gz"])
def test_a_dump_is_read_gzipped_or_not(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(gzip.compress(LINE) if name.endswith(".gz") else LINE)
    expected = [NamedNode(f"{BASE}/{part}") for part in ("id/claim/a", "p", "o", "graph/source/g")]
    assert list(dump(tmp_path / name)) == [Quad(*expected)]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("dump.nq", b"", "empty-dump"),
        ("dump.nq.gz", gzip.compress(b""), "empty-dump"),
        ("dump.nq", LINE + b"<a> <b> .\n", "bad-rdf"),
        ("dump.nq.gz", gzip.compress(LINE * 9)[:-9], "unreadable-file"),
        ("dump.nq.gz", LINE, "unreadable-file"),
        ("absent.nq", None, "unreadable-file"),
    ],
)
def test_a_dump_that_is_broken_is_refused(tmp_path: Path, name: str, content: bytes | None, message: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError) as found:
        list(dump(tmp_path / name))
    assert found.value.message == message


def test_a_dump_is_known_by_its_name() -> None:
    names = ("dump.nq", "dump.nq.gz", "dump.nt", "nq", "dump.gz")
    assert [name for name in names if is_dump(Path(name))] == ["dump.nq", "dump.nq.gz"]
