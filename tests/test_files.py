"""Files are read whole or refused with what is wrong and where, and written so that nobody sees half of one."""

import os
from pathlib import Path

import pytest

from lulea_kg import files
from lulea_kg.errors import InputError


def refused(path: Path) -> tuple[str, object]:
    """Return the message a file is refused with and the row it names."""
    with pytest.raises(InputError) as found:
        files.read_text(path)
    assert found.value.facts["file"] == files.shown(path)
    return found.value.message, found.value.facts.get("row")


def test_a_path_below_the_working_folder_is_shown_from_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert files.shown(tmp_path / "data" / "claims.csv") == str(Path("data/claims.csv"))


def test_a_path_outside_the_working_folder_is_shown_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert files.shown(tmp_path / "claims.csv") == str(tmp_path / "claims.csv")


def test_a_link_in_a_circle_can_still_be_shown(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    assert files.shown(tmp_path / "loop") == str(tmp_path / "loop")


@pytest.mark.parametrize("folder", ["ontology", "data", "queries"])
def test_what_comes_with_the_package_is_found(folder: str) -> None:
    assert any(files.shipped(folder).iterdir())


def test_text_loses_its_byte_order_mark_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes("\ufeffÅ\r\né \ufeff".encode())
    assert files.read_text(tmp_path / "a") == "Å\r\né \ufeff"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("ett\ntvå\n".encode("latin-1"), ("not-utf8", 2)),
        ("ett\n".encode("utf-16"), ("not-utf8", 1)),
        (b"one\ntwo\nthr\0ee", ("not-text", 3)),
    ],
)
def test_what_is_no_text_is_refused_at_its_line(tmp_path: Path, content: bytes, expected: tuple[str, int]) -> None:
    (tmp_path / "a").write_bytes(content)
    assert refused(tmp_path / "a") == expected


def test_a_file_that_is_absent_or_a_folder_is_refused(tmp_path: Path) -> None:
    assert [refused(path)[0] for path in (tmp_path / "absent", tmp_path)] == ["unreadable-file"] * 2


def test_the_reason_of_a_refusal_is_said_without_the_path(tmp_path: Path) -> None:
    with pytest.raises(InputError) as found:
        files.read_bytes(tmp_path / "absent")
    assert found.value.facts["found"] == os.strerror(2)


def test_a_file_over_the_limit_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 3)
    (tmp_path / "a").write_bytes(b"1234")
    (tmp_path / "b").write_bytes(b"123")
    assert (refused(tmp_path / "a")[0], files.read_bytes(tmp_path / "b")) == ("file-too-large", b"123")


def test_writing_replaces_the_whole_file_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a long old text")
    files.write_atomically(tmp_path / "a", b"new")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"new"}


def test_a_written_file_keeps_the_permissions_it_had_and_a_new_one_can_be_read_by_all(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("")
    (tmp_path / "old").chmod(0o600)
    for name in ("old", "new"):
        files.write_atomically(tmp_path / name, b"x")
    modes = {name: (tmp_path / name).stat().st_mode & 0o777 for name in ("old", "new")}
    assert modes == {"old": 0o600, "new": 0o644}


def test_a_write_that_fails_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_text("old")

    def full(descriptor: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError) as found:
        files.write_atomically(tmp_path / "a", b"new")
    assert (found.value.message, found.value.facts["found"]) == ("unwritable", os.strerror(28))
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a": "old"}


def test_a_file_in_a_folder_that_is_not_there_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(InputError) as found:
        files.write_atomically(tmp_path / "absent" / "a", b"")
    assert found.value.message == "unwritable"
