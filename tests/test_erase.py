"""Erasing personal data: afterwards no byte of datasets, texts or releases holds the name, and the rest stands."""

import gzip
from pathlib import Path
from typing import Final

import pytest
from invented import dataset, run

NAME: Final = "Ylva Påhittad"
# Keys that were minted by hand: one for the same person by mistake, one for somebody else.
MISTAKEN: Final = "mistakenxx"
SHARED: Final = "sharedxxxx"
PREFIXES: Final = """@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix mir: <https://w3id.org/munirel/def/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
PERSON: Final = f"""
<id/actor/~person-ylva> a foaf:Person ; skos:prefLabel "{NAME}" .
"""
SPOKEN: Final = f"""
# {NAME} is quoted here.
<id/source/~avtal> schema:author "Egil Uppdiktad" .
<id/claim/~mandate> a mir:Claim ; mir:states <id/situation/~mandate> ; mir:modality mir:asserted ;
    mir:assertedBy <id/actor/~exempelkoping> ; mir:basis mir:stated ; mir:method mir:hand-read ;
    oa:hasTarget <id/claim/~mandate/1> .
<id/claim/~mandate/1> mir:row 7 .
<id/situation/~mandate> a mir:Mandate ; mir:holder <id/actor/~person-ylva> ; mir:role mir:municipal-commissioner ;
    mir:organisation <id/actor/~exempelkoping> ; mir:latestBegin "2020-05-01"^^xsd:date ;
    mir:earliestEnd "2020-05-01"^^xsd:date ; mir:interpretedBy mir:holds-when-said .
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A built project in which a person is an actor, holds a mandate, and is named in a note and in a text."""
    folder = dataset(tmp_path / "data", {}, {"partner": "Skogby", "note": f"{NAME} undertecknade"})
    with (folder / "actors.ttl").open("a", encoding="utf-8") as stream:
        stream.write("@prefix foaf: <http://xmlns.com/foaf/0.1/> .")
        stream.write(PERSON)
    (folder / "sources").mkdir()
    (folder / "sources" / "avtal.ttl").write_text(PREFIXES + SPOKEN, encoding="utf-8")
    (tmp_path / "snapshots").mkdir()
    (tmp_path / "snapshots" / "tal.txt").write_text(f"Talare: {NAME}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run("new", "exempelkoping", "--into", "data", "--on", "2027-01-15").exit_code == 0
    assert run("build").exit_code == 0
    return tmp_path


def erase(thing: str) -> int:
    settings = {"LULEA_KG_SNAPSHOTS": "snapshots"}
    return run("erase", thing, "--reason", "request", "--on", "2027-02-01", settings=settings).exit_code


def holding(folder: Path, name: str) -> list[Path]:
    """Return every file below a folder whose bytes, unpacked and in any case, hold a name."""
    found = []
    for path in (path for path in folder.rglob("*") if path.is_file()):
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        if any(form.encode() in content or form.encode() in content.lower() for form in (name, name.lower())):
            found.append(path)
    return found


def test_the_name_is_found_before_the_erasure(project: Path) -> None:
    names = {path.name for path in holding(project, NAME)}
    assert {"actors.ttl", "claims.csv", "avtal.ttl", "tal.txt", "dump.nq.gz", "names.sqlite"} <= names


def test_no_byte_holds_the_name_after_it(project: Path) -> None:
    assert erase(NAME) == 0
    assert holding(project, NAME) == []


def test_what_was_said_of_others_still_stands(project: Path) -> None:
    before = run("ask", "twin-towns", "--municipality", "Exempelköping", "--format", "csv").stdout
    erase(NAME)
    after = run("ask", "twin-towns", "--municipality", "Exempelköping", "--format", "csv").stdout
    assert after.count("\n") == before.count("\n") == 3


def test_the_mandate_goes_with_its_holder(project: Path) -> None:
    erase(NAME)
    assert run("ask", "persons").stdout.count("\n") == 2  # Headings and dashes only.


def test_a_tombstone_keeps_the_key_the_day_and_the_reason(project: Path) -> None:
    erase(NAME)
    _, grave = (project / "data/exempelkoping/erased.csv").read_text().splitlines()
    key = grave.partition(",")[0]
    assert grave == f"{key},actor,2027-02-01,request"
    assert "erased on: 2027-02-01" in run("show", key).stdout


def test_a_key_that_was_minted_for_it_by_mistake_goes_with_it(project: Path) -> None:
    registry = project / "data/exempelkoping/registry.csv"
    (key,) = [line[:10] for line in registry.read_text().splitlines() if "person-ylva" in line]
    other = "zzzzzzzzzz"
    twice = f"{MISTAKEN},actor,ylva,2027-01-15,{key},twice\n{other},actor,two,2027-01-15,{MISTAKEN} {SHARED},split\n"
    registry.write_text(registry.read_text() + twice + f"{SHARED},actor,egil,2027-01-15,,\n")
    assert erase(NAME) == 0
    assert f"{other},actor,two,2027-01-15,{SHARED},split" in registry.read_text()
    graves = (project / "data/exempelkoping/erased.csv").read_text().splitlines()[1:]
    assert graves == [f"{gone},actor,2027-02-01,request" for gone in (key, MISTAKEN)]


def test_the_release_that_held_it_is_gone_and_its_id_says_why(project: Path) -> None:
    held = (project / "releases/current").resolve()
    erase(NAME)
    assert not held.exists()
    answer = run("ask", "persons", "--release", held)
    assert (answer.exit_code, "erased on 2027-02-01: request" in answer.stderr) == (3, True)


def test_a_mere_name_is_erased_where_it_stands(project: Path) -> None:
    assert erase("Egil Uppdiktad") == 0
    assert holding(project, "Egil Uppdiktad") == []
    assert run("ask", "persons", "--format", "csv").stdout.count(NAME) == 1


def test_an_unknown_name_changes_nothing(project: Path) -> None:
    before = {path: path.read_bytes() for path in project.rglob("*.csv")}
    assert erase("Ingen Alls") == 1
    assert {path: path.read_bytes() for path in project.rglob("*.csv")} == before


def test_a_build_that_fails_leaves_the_data_as_they_were(project: Path) -> None:
    claims = project / "data/exempelkoping/claims.csv"
    claims.write_text(claims.read_text(encoding="utf-8").replace(",stated,", ",guessed,"), encoding="utf-8")
    before = {path: path.read_bytes() for path in (project / "data").rglob("*") if path.is_file()}
    assert erase(NAME) == 2
    assert {path: path.read_bytes() for path in (project / "data").rglob("*") if path.is_file()} == before
