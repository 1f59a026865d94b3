"""Building: each check finds its fault and only that, faults are placed where they stand, no evidence is missing."""

import gzip
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, cast

import pytest
from invented import ACTORS, BASE, CLAIM, SOURCES, build, dataset, few_beside, run, table

from lulea_kg import datasets, files
from lulea_kg.build import examine
from lulea_kg.iris import mint
from lulea_kg.model import Claim, Finding, Severity

CHECKS: Final = files.shipped("ontology") / "checks"
# For each check what the source "avtal" says with its fault and no other.
FAULTY: Final = {
    "derived-stated": CLAIM + "<id/actor/~randby> mir:twinnedWith <id/actor/~skogby> .\n",
    "replaced-by-several": CLAIM
    + "<id/actor/~gamla> <http://purl.org/dc/terms/isReplacedBy> <id/actor/~randby> , <id/actor/~skogby> .\n"
    "<id/actor/~randby> mir:successor <id/actor/~gamla> .\n",
    "unknown-concept": CLAIM.replace("mir:holds-when-said", "mir:guesswork"),
    "unnamed-party": CLAIM.replace("skogby", "nobody"),
}


def findings(*folders: Path) -> list[Finding]:
    """Return everything reading and checking says about the datasets."""
    with few_beside():
        gathered, found, _ = examine(datasets.choose(folders), base=BASE)
    return [*gathered.reading.findings, *found]


def violations(*folders: Path) -> list[Finding]:
    """Return what would block a release."""
    return [found for found in findings(*folders) if found.severity is Severity.VIOLATION]


def spoken(parent: Path, content: str) -> Path:
    """Return a dataset whose source "avtal" says this in Turtle."""
    folder = dataset(parent)
    (folder / "sources").mkdir()
    (folder / "sources" / "avtal.ttl").write_text(content, encoding="utf-8")
    return folder


def manifest(release: Path) -> dict[str, Any]:
    """Return the manifest of a release."""
    return cast(dict[str, Any], json.loads((release / "manifest.json").read_bytes()))


def lines(release: Path) -> list[str]:
    """Return the quads of a release."""
    return gzip.decompress((release / "dump.nq.gz").read_bytes()).decode().splitlines()


# Checks


def test_the_shipped_data_have_no_violation() -> None:
    _, found, _ = examine(datasets.choose([files.shipped("data")]), base=BASE)
    assert [f for f in found if f.severity is Severity.VIOLATION] == []


def test_the_invented_dataset_has_no_violation(tmp_path: Path) -> None:
    assert violations(spoken(tmp_path, CLAIM)) == []


@pytest.mark.parametrize("check", sorted(FAULTY))
def test_a_mutated_claim_fails_with_exactly_the_check_for_its_fault(tmp_path: Path, check: str) -> None:
    assert {found.rule for found in violations(spoken(tmp_path, FAULTY[check]))} == {check}


def test_a_claim_about_what_another_source_describes_fails_with_exactly_that_check(tmp_path: Path) -> None:
    claim, situation = CLAIM.split("<id/situation/~a> a ")
    prefixes = claim.partition("\n\n")[0]
    folder = spoken(tmp_path, f"{prefixes}\n\n<id/situation/~a> a {situation}")
    (folder / "sources.csv").write_text(SOURCES + SOURCES.splitlines()[1].replace("avtal,", "lista,") + "\n")
    (folder / "sources" / "lista.ttl").write_text(
        claim.replace("<id/situation/~a>", f"<id/situation/{mint('situation', 'exempelkoping/avtal/a')}>")
    )
    assert [found.rule for found in violations(folder)] == ["foreign-situation"]


def test_a_date_of_publication_that_is_a_range_fails_without_its_inference(tmp_path: Path) -> None:
    folder = dataset(tmp_path)
    (folder / "sources.csv").write_text(SOURCES.replace("2020-05-01", "[2020-05-01..2020-06-30]"), encoding="utf-8")
    assert [found.rule for found in violations(folder)] == ["invented-source-date"]


def test_a_date_of_publication_that_is_a_range_passes_with_its_inference(tmp_path: Path) -> None:
    named = (
        "@prefix mir: <https://w3id.org/munirel/def/> .\n<id/source/~avtal> mir:inference mir:publication-window .\n"
    )
    folder = spoken(tmp_path, named)
    (folder / "sources.csv").write_text(SOURCES.replace("2020-05-01", "[2020-05-01..2020-06-30]"), encoding="utf-8")
    assert violations(folder) == []


def test_a_row_that_names_what_several_replaced_is_told_where_it_stands(tmp_path: Path) -> None:
    folder = dataset(tmp_path, {}, {"partner": "~gamla"})
    rows = ("gamlagamla,actor,gamla", "skogbykeya,actor,skogby", "randbykeya,actor,randby")
    table = [f"{row},2026-01-01,{'skogbykeya randbykeya,split' if row.endswith('gamla') else ','}" for row in rows]
    header = "key,type,natural_key,created,replaced_by,reason"
    (folder / "registry.csv").write_text("\n".join([header, *table, ""]), encoding="utf-8")
    found = [finding for finding in violations(folder) if finding.rule == "replaced-by-several"]
    assert {(finding.place.file, finding.place.row) for finding in found} == {(f"{folder}/claims.csv", 3)}


def test_every_check_has_a_mutated_example() -> None:
    assert {path.stem for path in CHECKS.glob("*.rq")} == {*FAULTY, "foreign-situation", "invented-source-date"}


def test_every_check_speaks_swedish_and_english(tmp_path: Path) -> None:
    for check, content in FAULTY.items():
        (found,) = [found for found in violations(spoken(tmp_path / check, content)) if found.rule == check]
        assert found.words["sv"] != found.words["en"]


def test_a_blocked_build_tells_every_violation_and_seals_nothing(tmp_path: Path) -> None:
    two = FAULTY["unknown-concept"] + "<id/actor/~randby> mir:twinnedWith <id/actor/~skogby> .\n"
    blocked = run("build", spoken(tmp_path, two), "--out", tmp_path / "releases")
    assert (blocked.exit_code, blocked.stdout) == (1, "")
    assert len([line for line in blocked.stderr.splitlines() if line.startswith("error: ")]) == 2
    assert not (tmp_path / "releases").exists()


# Places


def test_a_fault_in_a_row_is_placed_at_its_file_and_row(tmp_path: Path) -> None:
    # The shapes hold that a claim is recorded by a role, never by an account.
    folder = dataset(tmp_path, {}, {"partner": "Skogby", "recorded_by": "anna@exempelkoping.example"})
    (found,) = violations(folder)
    assert (found.place.file, found.place.row) == (f"{folder}/claims.csv", 3)
    assert f"error: {folder}/claims.csv, row 3: " in run("check", folder).stderr


def test_a_fault_in_turtle_is_placed_at_its_file(tmp_path: Path) -> None:
    folder = spoken(tmp_path, FAULTY["unnamed-party"])
    (found,) = violations(folder)
    assert found.place.file == f"{folder}/sources/avtal.ttl"
    assert "sources/avtal.ttl: " in run("check", folder, lang="sv").stderr


def test_a_fault_of_evidence_is_placed_where_its_claim_stands(tmp_path: Path) -> None:
    folder = spoken(tmp_path, CLAIM.replace("mir:row 7", "mir:row 1"))
    assert [found.place.file for found in violations(folder)] == [f"{folder}/sources/avtal.ttl"]


def test_check_seals_nothing_and_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = dataset(tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    assert run("check", folder).exit_code == 0
    assert sorted(path.name for path in tmp_path.rglob("*")) == [
        "actors.ttl", "claims.csv", "data", "dataset.toml", "exempelkoping", "sources.csv"
    ]  # fmt: skip


# Evidence


def test_a_claim_cannot_be_made_without_evidence() -> None:
    with pytest.raises(TypeError, match="evidence"):
        cast(Callable[..., Claim], Claim)(iri="https://x.example/id/claim/a")


def test_a_claim_whose_evidence_was_cut_out_of_a_dump_cannot_be_built(tmp_path: Path) -> None:
    dump = tmp_path / "dump.nq"
    whole = lines(build(dataset(tmp_path), tmp_path / "releases"))
    own = [line for line in whole if BASE in line.rpartition(" <")[2]]
    dump.write_text("\n".join(line for line in own if "hasTarget" not in line) + "\n", encoding="utf-8")
    refused = run("build", dump, "--out", tmp_path / "other")
    assert refused.exit_code in (1, 2)
    assert re.search(r"/id/claim/[a-z2-7]{10}\b", refused.stderr)
    assert not (tmp_path / "other").exists()


def test_an_altered_text_is_named_with_each_claim_whose_words_no_longer_stand(tmp_path: Path) -> None:
    text = "Randby är vår vänort. Skogby är vår vänort."
    folder = dataset(
        tmp_path,
        {"phrase": "Randby är vår", "start": "0", "end": "13"},
        {"partner": "Skogby", "phrase": "Skogby är vår", "start": "22", "end": "35"},
    )
    digest = hashlib.sha256(text.encode()).hexdigest()
    (folder / "sources.csv").write_text(SOURCES.replace("sv,,,", f"sv,,{digest},"), encoding="utf-8")
    (tmp_path / "snapshots").mkdir()
    (tmp_path / "snapshots" / "avtal.txt").write_text(text.replace("Skogby", "Skagby"), encoding="utf-8")
    settings = {"LULEA_KG_SNAPSHOTS": str(tmp_path / "snapshots")}
    said = run("build", folder, "--out", tmp_path / "releases", settings=settings)
    altered, moved, _ = (line for line in said.stderr.splitlines() if not line.startswith("Building"))
    assert (said.exit_code, "avtal" in altered) == (1, True)
    assert f"{folder}/claims.csv, row 3: " in moved
    assert "Skogby är vår" in moved


# Datasets


def test_reference_datasets_always_come_along_and_optional_ones_when_named(tmp_path: Path) -> None:
    folder, world = dataset(tmp_path), dataset(tmp_path, name="world")
    description = (world / "dataset.toml").read_text(encoding="utf-8")
    (world / "dataset.toml").write_text(description.replace('"relations"', '"optional"'), encoding="utf-8")
    (world / "actors.ttl").write_text("", encoding="utf-8")
    (world / "claims.csv").unlink()
    names = [
        [described["name"] for described in manifest(release)["datasets"]]
        for release in (build(tmp_path, tmp_path / "r"), with_world(tmp_path, tmp_path / "r"))
    ]
    assert folder.is_dir()
    assert names == [
        ["countries", "definitions", "exempelkoping", "places"],
        ["countries", "definitions", "exempelkoping", "places", "world"],
    ]


def with_world(data: Path, out: Path) -> Path:
    """Build with the optional dataset."""
    return Path(run("build", data, "--with", "world", "--out", out).stdout.strip())


def test_another_base_gives_the_same_graph_after_substitution(tmp_path: Path) -> None:
    folder = spoken(tmp_path, CLAIM)
    here = build(folder, tmp_path / "r")
    there = run("build", folder, "--base", "https://other.example/x", "--out", tmp_path / "r").stdout.strip()
    assert without_base(here) == without_base(Path(there))


def without_base(release: Path) -> set[str]:
    """Return the quads of a release with the base cut out of every IRI of a thing or graph."""
    bases = "|".join((BASE, "https://other.example/x", "https://w3id.org/munirel"))
    return {re.sub(f"<(?:{bases})/(id|graph)/", r"<\1/", line) for line in lines(release)}


def test_a_source_that_is_taken_away_leaves_nothing_behind(tmp_path: Path) -> None:
    never = dataset(tmp_path / "never")
    away = dataset(tmp_path / "away", {}, {"source": "lista", "partner": "Skogby", "status": "listed"})
    (away / "sources.csv").write_text(SOURCES + SOURCES.splitlines()[1].replace("avtal,page", "lista,list") + "\n")
    with_both = lines(build(away, tmp_path / "r"))
    (away / "sources.csv").write_text(SOURCES, encoding="utf-8")
    (away / "claims.csv").write_text(table(), encoding="utf-8")
    assert len(lines(build(away, tmp_path / "r"))) < len(with_both)
    assert lines(build(away, tmp_path / "r")) == lines(build(never, tmp_path / "r"))


def test_things_nobody_registered_get_their_keys_and_a_warning_until_they_are(tmp_path: Path) -> None:
    folder = dataset(tmp_path)
    before = build(folder, tmp_path / "r")
    assert {found.rule for found in findings(folder)} == {"unregistered"}
    assert run("new", "exempelkoping", "--into", tmp_path, "--on", "2027-01-15").exit_code == 0
    assert findings(folder) == []
    assert build(folder, tmp_path / "r").name == before.name


def test_a_build_writes_nothing_into_its_data(tmp_path: Path) -> None:
    folder = dataset(tmp_path)
    (folder / "actors.ttl").write_text(ACTORS, encoding="utf-8")
    before = {path: path.stat().st_mtime_ns for path in [folder, *folder.iterdir()]}
    build(folder, tmp_path / "r")
    assert {path: path.stat().st_mtime_ns for path in [folder, *folder.iterdir()]} == before
