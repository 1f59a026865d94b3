"""A text is what its letters are, however it was saved; its digest tells it from every other."""

from pathlib import Path

import pytest

from lulea_kg import digests

ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.mark.parametrize(
    "content",
    ["Luleå\nKemi", "\ufeffLuleå\nKemi", "Luleå\r\nKemi", "Luleå\rKemi", "Lulea\u030a\nKemi"],
    ids=["plain", "byte-order mark", "CRLF", "CR", "decomposed"],
)
def test_a_text_is_the_same_however_it_was_saved(content: str) -> None:
    assert digests.normalised(content.encode()) == "Luleå\nKemi"


@pytest.mark.parametrize("content", ["Luleå ", "Luleå\t", "\nLuleå", "Luleå\u00a0", "ﬁ", "\ufeff\ufeffLuleå"])
def test_nothing_else_of_a_text_is_changed(content: str) -> None:
    assert digests.normalised(content.encode()) == content.removeprefix("\ufeff")


def test_a_text_that_is_not_utf8_has_no_letters() -> None:
    with pytest.raises(UnicodeDecodeError):
        digests.normalised("Luleå".encode("latin-1"))


def test_a_file_has_the_digest_of_its_bytes(tmp_path: Path) -> None:
    # The example of FIPS 180-2, appendix B.1.
    (tmp_path / "a").write_bytes(b"abc")
    assert digests.file_sha256(tmp_path / "a") == digests.sha256(b"abc") == ABC
