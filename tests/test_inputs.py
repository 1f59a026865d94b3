"""What a release was made from: nothing is built twice from the same, and no change goes unseen."""

from collections.abc import Callable
from pathlib import Path

import pytest
from invented import build, dataset

from lulea_kg import datasets, inputs
from lulea_kg.release import Release


def digest(parent: Path, *settings: str) -> str:
    """Return the digest of the dataset "exempelkoping" and the texts in `parent`."""
    return inputs.digest([datasets.load(parent / "exempelkoping")], [], parent / "texts", settings)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a dataset and a text that it quotes."""
    dataset(tmp_path)
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "avtal.txt").write_text("Vänort sedan 1978.", encoding="utf-8")
    return tmp_path


def test_nothing_is_built_again_from_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = build(folder / "exempelkoping", folder / "releases")
    monkeypatch.setattr("lulea_kg.build.examine", lambda *_, **__: pytest.fail("it was built again"))
    assert build(folder / "exempelkoping", folder / "releases") == first


def test_a_release_that_was_damaged_does_not_count(folder: Path) -> None:
    first = build(folder / "exempelkoping", folder / "releases")
    made_from = Release(first).report["inputs"]
    assert inputs.made_before(folder / "releases", made_from) == Release(first)
    (first / "concordance.csv").write_bytes(b"")
    assert inputs.made_before(folder / "releases", made_from) is None


def test_a_release_made_from_something_else_does_not_count(folder: Path) -> None:
    build(folder / "exempelkoping", folder / "releases")
    assert inputs.made_before(folder / "releases", "another digest") is None


@pytest.mark.parametrize("name", ["exempelkoping/claims.csv", "exempelkoping/dataset.toml", "texts/avtal.txt"])
def test_a_change_of_any_file_changes_the_digest(folder: Path, name: str) -> None:
    before = digest(folder)
    with (folder / name).open("a", encoding="utf-8") as stream:
        stream.write("\n")
    assert digest(folder) != before


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (
            (folder / "exempelkoping" / "sources").mkdir()
            or (folder / "exempelkoping" / "sources" / "avtal.ttl").touch()
        ),
        lambda folder: (folder / "texts" / "avtal.txt").rename(folder / "texts" / "other.txt"),
        lambda folder: (folder / "texts" / "avtal.txt").unlink(),
    ],
)
def test_a_file_that_comes_goes_or_moves_changes_the_digest(folder: Path, change: Callable[[Path], object]) -> None:
    before = digest(folder)
    change(folder)
    assert digest(folder) != before


def test_a_setting_changes_the_digest_and_where_a_folder_lies_does_not(folder: Path, tmp_path: Path) -> None:
    before = digest(folder, "https://data.example/a")
    assert digest(folder, "https://data.example/b") != before
    moved = folder.rename(folder.with_name("moved"))
    assert digest(moved, "https://data.example/a") == before
