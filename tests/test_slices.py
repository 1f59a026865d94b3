"""Slices: what of the data is checked together, and the digests by which what has passed is known again."""

from pathlib import Path

from lulea_kg import files, slices
from lulea_kg.spool import Spool

ONTOLOGY = files.shipped("ontology")


def spool(base: str, *labels: str) -> Spool:
    """Return a spool with one graph per label, each giving the same actor that label."""
    found = Spool()
    for number, label in enumerate(labels):
        found.put(
            f"{base}/graph/{number}",
            [f'<{base}/id/actor/a> <http://www.w3.org/2004/02/skos/core#prefLabel> "{label}" .\n'],
        )
    return found


def digests(base: str, *labels: str) -> list[str]:
    return [piece.digest for piece in slices.cut(spool(base, *labels), ONTOLOGY)]


def test_a_slice_is_known_again_under_another_base() -> None:
    assert digests("https://a.example", "Kemi") == digests("https://b.example/x", "Kemi")


def test_a_slice_that_changed_is_not_known_again() -> None:
    assert digests("https://a.example", "Kemi") != digests("https://a.example", "Kemijärvi")


def test_a_slice_holds_what_other_graphs_say_of_the_same_thing() -> None:
    contents = [piece.content.decode() for piece in slices.cut(spool("https://a.example", "Kemi", "Gimma"), ONTOLOGY)]
    assert all("Kemi" in content and "Gimma" in content for content in contents)


def test_what_is_remembered_is_read_again(tmp_path: Path) -> None:
    slices.remember(tmp_path, {"a" * 64})
    assert slices.passed(tmp_path, tmp_path / "nowhere") == {"a" * 64}
