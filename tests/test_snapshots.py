"""Every quoted phrase is proved at its place in its text; an altered text or phrase is named with what rests on it."""

import json
from pathlib import Path

import making
import pytest

from lulea_kg import digests
from lulea_kg.model import Place, Reading, Severity
from lulea_kg.snapshots import Proof, prove
from lulea_kg.stores.embedded import EmbeddedStore

TEXT = "Luleå har sex vänorter: Kemi i Finland och Tromsø i Norge. 🐉 Samarbetet med Kina är avslutat.\n"
KEMI, CHINA = "Kemi i Finland", "Kina är avslutat"
CLAIM_KEMI, CLAIM_CHINA = f"{making.BASE}/id/claim/kemi", f"{making.BASE}/id/claim/china"


def quoted(*quotes: tuple[str, str, int], text: str = TEXT, source: str = "artikel") -> EmbeddedStore:
    """Return a store with claims that quote a text: name, phrase, and where the phrase starts."""
    turtle = f"""<id/source/{source}> dct:identifier "{source}" .
        <id/snapshot/{source}> mir:snapshotOf <id/source/{source}> ; mir:sha256 "{digests.sha256(text.encode())}" ."""
    for name, phrase, start in quotes:
        turtle += f"""<id/claim/{name}> oa:hasTarget <id/claim/{name}/1> .
            <id/claim/{name}/1> oa:hasSource <id/snapshot/{source}> ; oa:exact {json.dumps(phrase)}@sv ;
            oa:start {start} ; oa:end {start + len(phrase)} ."""
    return making.store(turtle)


BOTH = (("kemi", KEMI, TEXT.index(KEMI)), ("china", CHINA, TEXT.index(CHINA)))


def proof(folder: Path, store: EmbeddedStore, places: dict[str, Place] | None = None) -> Proof:
    """Prove the quotes of a store against the texts in a folder."""
    return prove(store, folder, Reading(places=places or {}))


def put(folder: Path, content: str, name: str = "artikel") -> Path:
    """Put a text into a folder, and return the folder."""
    (folder / f"{name}.txt").write_text(content, encoding="utf-8", newline="")
    return folder


def rules(found: Proof) -> list[tuple[str, str]]:
    """Return rule and file name of each finding."""
    return [(finding.rule, Path(finding.place.file).name) for finding in found.findings]


def test_every_phrase_at_its_place_is_proved(tmp_path: Path) -> None:
    found = proof(put(tmp_path, TEXT), quoted(*BOTH))
    assert found == Proof(2, 0, [f"{making.BASE}/id/source/artikel"], [])


def test_offsets_count_code_points_and_not_bytes_or_halves(tmp_path: Path) -> None:
    start = TEXT.index(CHINA)
    assert start < len(TEXT.encode()[: TEXT.encode().index(CHINA.encode())])
    assert proof(put(tmp_path, TEXT), quoted(("china", CHINA, start))).findings == []


@pytest.mark.parametrize("name", ["artikel", "whatever"])
def test_a_text_is_known_by_its_digest_whatever_its_name(tmp_path: Path, name: str) -> None:
    assert proof(put(tmp_path, TEXT, name), quoted(*BOTH)).checked == 2


def test_a_text_is_the_same_however_it_was_saved(tmp_path: Path) -> None:
    as_windows = ("\ufeff" + TEXT.replace("å", "a\u030a")).replace("\n", "\r\n")
    assert proof(put(tmp_path, as_windows), quoted(*BOTH)) == Proof(2, 0, [f"{making.BASE}/id/source/artikel"], [])


def test_a_text_that_is_not_here_leaves_its_phrases_unchecked(tmp_path: Path) -> None:
    assert proof(tmp_path, quoted(*BOTH)) == Proof(0, 2, [], [])
    assert (
        prove(quoted(*BOTH), None, Reading())
        == prove(quoted(*BOTH), tmp_path / "absent", Reading())
        == Proof(0, 2, [], [])
    )


@pytest.mark.parametrize("name", ["artikel", "whatever"])
def test_one_altered_letter_names_the_source_and_each_claim_whose_phrase_is_gone(tmp_path: Path, name: str) -> None:
    places = {CLAIM_KEMI: Place("claims.csv", 7), CLAIM_CHINA: Place("claims.csv", 8)}
    found = proof(put(tmp_path, TEXT.replace("Kemi i", "Kemi o"), name), quoted(*BOTH), places)
    assert rules(found) == [("snapshot-altered", f"{name}.txt"), ("phrase-not-found", "claims.csv")]
    assert [finding.place.row for finding in found.findings] == [None, 7]
    for words in found.findings[1].words.values():
        assert "artikel" in words and KEMI in words and "Kemi o Finland" in words and CLAIM_KEMI in words


def test_an_altered_letter_outside_the_phrases_is_still_an_altered_text(tmp_path: Path) -> None:
    assert rules(proof(put(tmp_path, TEXT.replace("Luleå", "Lulea")), quoted(*BOTH))) == [
        ("snapshot-altered", "artikel.txt")
    ]


def test_a_letter_too_many_displaces_what_follows_and_says_where_it_stands_now(tmp_path: Path) -> None:
    found = proof(put(tmp_path, "x" + TEXT), quoted(*BOTH))
    start = TEXT.index(KEMI) + 1
    assert [rule for rule, _ in rules(found)] == ["snapshot-altered", "phrase-not-found", "phrase-not-found"]
    assert any(f"{start}–{start + len(KEMI)}" in finding.words["en"] for finding in found.findings)


def test_an_altered_phrase_names_its_claim_though_the_text_is_whole(tmp_path: Path) -> None:
    wrong = ("kemi", "Kemi i Norge", TEXT.index(KEMI))
    found = proof(put(tmp_path, TEXT), quoted(wrong, BOTH[1]), {CLAIM_KEMI: Place("claims.csv", 7)})
    assert rules(found) == [("phrase-not-found", "claims.csv")]
    assert CLAIM_KEMI in found.findings[0].words["sv"]


def test_a_fault_of_a_text_or_phrase_blocks(tmp_path: Path) -> None:
    altered = proof(put(tmp_path, TEXT.upper()), quoted(*BOTH))
    assert {finding.severity for finding in altered.findings} == {Severity.VIOLATION}


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("Något helt annat.".encode(), "snapshot-unowned"),
        ("å".encode("latin-1"), "snapshot-unreadable"),
        (b"", "snapshot-unowned"),
    ],
)
def test_a_file_that_belongs_to_no_source_is_told_and_blocks_nothing(tmp_path: Path, content: bytes, rule: str) -> None:
    (put(tmp_path, TEXT) / "stray.txt").write_bytes(content)
    found = proof(tmp_path, quoted(*BOTH))
    assert (found.checked, rules(found)) == (2, [(rule, "stray.txt")])
    assert {finding.severity for finding in found.findings} == {Severity.WARNING}


def test_a_text_with_less_than_half_of_the_phrases_is_another(tmp_path: Path) -> None:
    three = (*BOTH, ("norway", "Tromsø i Norge", TEXT.index("Tromsø i Norge")))
    put(tmp_path, "Kemi i Finland är en stad.", "annan")
    assert rules(proof(tmp_path, quoted(*three))) == [("snapshot-unowned", "annan.txt")]


def test_a_phrase_that_stands_at_the_very_beginning_now_is_told_so(tmp_path: Path) -> None:
    found = proof(put(tmp_path, TEXT[TEXT.index(KEMI) :]), quoted(*BOTH))
    assert f"0–{len(KEMI)}" in " ".join(finding.words["en"] for finding in found.findings)


def test_a_hidden_file_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("*")
    assert proof(put(tmp_path, TEXT), quoted(*BOTH)).findings == []


def test_two_copies_of_a_text_count_once(tmp_path: Path) -> None:
    assert proof(put(put(tmp_path, TEXT), TEXT, "kopia"), quoted(*BOTH)) == Proof(
        2, 0, [f"{making.BASE}/id/source/artikel"], []
    )


def test_a_text_in_a_folder_below_is_found(tmp_path: Path) -> None:
    (tmp_path / "2020").mkdir()
    (tmp_path / "2020" / "artikel.txt").write_text(TEXT, encoding="utf-8")
    assert proof(tmp_path, quoted(*BOTH)).checked == 2
