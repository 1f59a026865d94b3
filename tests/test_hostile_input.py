"""Bad input: one clear message that names file, row and column, exit code 2, and nothing changed among the releases."""

import errno
import gzip
import os
import re
import stat
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from click.testing import Result
from invented import (
    ACTORS,
    BASE,
    CLAIM,
    DESCRIPTION,
    EVIDENCE,
    SOURCES,
    as_nobody,
    build,
    dataset,
    open_to_all,
    run,
    table,
    tree,
)
from needed import not_run

from lulea_kg.iris import mint

PREFIXES: Final = "@prefix mir: <https://w3id.org/munirel/def/> .\n"
REGISTRY: Final = "key,type,natural_key,created,replaced_by,reason\n"
RANDBY: Final = mint("actor", "randby")
SKOGBY: Final = mint("actor", "skogby")
# What a label could do to a terminal: colour it, ring, give it another order, and turn the text around.
ESCAPES: Final = "\x1b[m\x07\x9b\u202e"


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a releases folder with one release; every refusal must leave it as it is."""
    folder = tmp_path_factory.mktemp("hostile")
    build(dataset(folder), folder / "releases")
    return folder / "releases"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a dataset without fault, for a test to spoil."""
    return dataset(tmp_path)


def refused(data: Path, releases: Path, code: int = 2) -> list[str]:
    """Build, hold that it was refused with this code and changed nothing, and return what was said about it."""
    before = tree(releases)
    result = run("build", data, "--out", releases)
    assert (result.exit_code, result.stdout) == (code, ""), result.stderr
    assert tree(releases) == before
    return [line for line in result.stderr.splitlines() if not line.startswith("Building from: ")]


def taken(data: Path, out: Path) -> int:
    """Build, and return how many claims of the source "avtal" the release holds."""
    release = build(data, out)
    query = (
        "PREFIX mir: <https://w3id.org/munirel/def/> PREFIX prov: <http://www.w3.org/ns/prov#> "
        "PREFIX dct: <http://purl.org/dc/terms/> SELECT ?c WHERE { ?c mir:states ?s ; prov:hadPrimarySource ?a . "
        '?a dct:identifier "avtal" }'
    )
    return run("--releases", out, "sparql", query, "--format", "csv", "--release", release).stdout.count("/id/claim/")


# Tables


@pytest.mark.parametrize(
    ("content", "place", "found"),
    [
        pytest.param(table() + 'x,avtal,"Exempelköping\n', "row 3", "quotation mark", id="quote never closed"),
        pytest.param(table().rstrip() + ",x\n", "row 2", "31 cells", id="too many cells"),
        pytest.param(table() + "r3,avtal\n", "row 3", "2 cells", id="too few cells"),
        pytest.param(table().replace("status,", "code,", 1), "row 1", "status", id="missing column"),
        pytest.param(table().replace("territory", "partner", 1), "row 1", "partner", id="repeated column"),
        pytest.param("", "row 1", "key,source,subject", id="empty file"),
        pytest.param("\n" + table(), "row 1", "key,source,subject", id="blank first line"),
        pytest.param(table().replace(",", "\t"), "row 1", "key,source,subject", id="tabs"),
        pytest.param(table() + "a\0b\n", "row 3", "NUL", id="NUL"),
        pytest.param(table().encode("latin-1"), "row 2", "UTF-8", id="Latin-1"),
        pytest.param(table().encode("utf-16"), "row 1", "UTF-8", id="UTF-16"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_at_its_row(
    folder: Path, sealed: Path, content: str | bytes, place: str, found: str
) -> None:
    (folder / "claims.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    (said,) = refused(folder, sealed)
    assert said.startswith(f"{folder}/claims.csv, {place}: ")
    assert found in said
    assert len(said) < 600


def test_an_unknown_column_is_refused_by_name(folder: Path, sealed: Path) -> None:
    lines = table().splitlines()
    (folder / "claims.csv").write_text(f"{lines[0]},colour\n{lines[1]},blue\n", encoding="utf-8")
    said = refused(folder, sealed)
    assert said[0].startswith(f"error: {folder}/claims.csv, row 1, column colour: ")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\xef\xbb\xbf" + table().encode(), id="byte-order mark"),
        pytest.param(table().replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(table().replace("\n", "\r").encode(), id="CR"),
        pytest.param(table().replace(",", ";").encode(), id="semicolons"),
        pytest.param(table({"note": "x" * 150_000}).encode(), id="a cell of 150,000 characters"),
        pytest.param(table({"note": "two\nlines"}).encode(), id="a line break in a cell"),
        pytest.param((table() + "\n" + "," * 27 + "\n").encode(), id="blank rows"),
    ],
)
def test_a_table_as_spreadsheets_write_it_is_read(folder: Path, tmp_path: Path, content: bytes) -> None:
    (folder / "claims.csv").write_bytes(content)
    assert taken(folder, tmp_path / "releases") == 1


def test_a_table_with_a_header_only_holds_no_claims(folder: Path, tmp_path: Path) -> None:
    (folder / "claims.csv").write_text(table().splitlines()[0] + "\n", encoding="utf-8")
    assert taken(folder, tmp_path / "releases") == 0


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"since": "2021-02-30"}, "since"),
        ({"since": "2020-13"}, "since"),
        ({"since": "igår"}, "since"),
        ({"since": "0000"}, "since"),
        ({"since": "99999"}, "since"),
        ({"since": "2020/2021"}, "since"),
        ({"since": "/"}, "since"),
        ({"since": "２０２０"}, "since"),
        ({"since": "[[2019..2020]..2021]"}, "since"),
        ({"until": "2020-1-1"}, "until"),
        ({"since": "2022", "until": "2020"}, "until"),
        ({"as_of": "våren"}, "as_of"),
        ({"recorded_at": "2021-02-30"}, "recorded_at"),
        ({"recorded_at": "2021"}, "recorded_at"),
        ({"withdrawn_at": "99999", "withdrawn_reason": "fel"}, "withdrawn_at"),
        ({"withdrawn_at": "2027-02-01"}, "withdrawn_at"),
        ({"key": ""}, "key"),
        ({"source": "borta"}, "source"),
        ({"subject": ""}, "subject"),
        ({"partner": "Nowhere"}, "partner"),
        ({"partner": "Exempelköping"}, "partner"),
        ({"partner": ""}, "partner"),
        ({"partner": "", "territory": "Atlantis"}, "territory"),
        ({"asserted_by": "Nobody"}, "asserted_by"),
        ({"kind": "marriage"}, "kind"),
        ({"status": "agreed!"}, "status"),
        ({"axis": "priority"}, "axis"),
        ({"modality": "maybe"}, "modality"),
        ({"basis": "guessed"}, "basis"),
        ({"basis": "inferred"}, "inference"),
        ({"basis": "inferred", "inference": "no <such> thing"}, "inference"),
        ({"basis": "inferred", "inference": "agreed"}, "inference"),
        ({"method": "guess work"}, "method"),
        ({"method": "agreed"}, "method"),
        ({"confidence": "1,5"}, "confidence"),
        ({"phrase": "vår vänort", "start": "0", "end": "10"}, "phrase"),
    ],
    ids=str,
)
def test_a_bad_cell_is_refused_at_its_row_and_column(
    tmp_path: Path, sealed: Path, cells: dict[str, str], column: str
) -> None:
    folder = dataset(tmp_path, {"partner": "Skogby"}, cells)
    fault, total = refused(folder, sealed)
    assert fault.startswith(f"error: {folder}/claims.csv, row 3, column {column}: ")
    assert re.search(r"\b1\b.*[Nn]othing was sealed", total)


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        (",page,", ",pagé nope,", "type"),
        (",page,", ",marriage,", "type"),
        (",sv,", ",svenska på riktigt,", "language"),
        ("https://exempelkoping.example/vanorter", "javascript:alert(1)", "url"),
        ("https://exempelkoping.example/vanorter", "https://a b", "url"),
        ("2020-05-01", "maj 2020", "published"),
        ("2026-12-01", "2026", "retrieved"),
        ("vänorter,Exempelköping", "vänorter,Nobody", "publisher"),
        ("avtal,", "a/b,", "key"),
    ],
)
def test_a_bad_source_is_refused_once_and_not_for_each_of_its_claims(
    folder: Path, sealed: Path, old: str, new: str, column: str
) -> None:
    (folder / "sources.csv").write_text(SOURCES.replace(old, new, 1), encoding="utf-8")
    (folder / "claims.csv").write_text(table(*[{"source": new[:-1] if column == "key" else "avtal"}] * 2))
    fault, total = refused(folder, sealed)
    assert fault.startswith(f"error: {folder}/sources.csv, row 2, column {column}: ")
    assert re.search(r"\b1\b.*[Nn]othing was sealed", total)


def test_every_fault_of_a_table_is_told_at_once(tmp_path: Path, sealed: Path) -> None:
    folder = dataset(tmp_path, {"since": "igår"}, {}, {"kind": "marriage"}, {"source": "borta"})
    said = refused(folder, sealed)
    assert [line.partition(": ")[2].partition(": ")[0].rpartition("claims.csv, ")[2] for line in said[:-1]] == [
        "row 2, column since",
        "row 4, column kind",
        "row 5, column source",
    ]


# Duplicates


def test_two_rows_with_one_key_are_refused(tmp_path: Path, sealed: Path) -> None:
    folder = dataset(tmp_path, {"key": "a"}, {"key": "a", "partner": "Skogby"})
    assert refused(folder, sealed)[0].startswith(f"error: {folder}/claims.csv, row 3, column key: ")


def test_two_sources_with_one_key_are_refused(folder: Path, sealed: Path) -> None:
    (folder / "sources.csv").write_text(SOURCES + SOURCES.splitlines()[1] + "\n", encoding="utf-8")
    assert refused(folder, sealed)[0].startswith(f"error: {folder}/sources.csv, row 3, column key: ")


def test_a_row_and_a_turtle_claim_with_one_key_are_refused(tmp_path: Path, sealed: Path) -> None:
    folder = dataset(tmp_path, {"key": "a"})
    spoken(folder, CLAIM)
    said = "\n".join(refused(folder, sealed))
    assert "claims.csv, row 2" in said
    assert "sources/avtal.ttl" in said


def test_two_datasets_with_one_name_are_refused(tmp_path: Path, sealed: Path) -> None:
    first, second = dataset(tmp_path / "a"), dataset(tmp_path / "b")
    result = run("build", first, second, "--out", sealed)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert f"{second}: " in result.stderr
    assert "exempelkoping" in result.stderr


# Turtle


def spoken(folder: Path, content: str | bytes, name: str = "avtal.ttl") -> Path:
    """Write what the source "avtal" says besides its table."""
    (folder / "sources").mkdir(exist_ok=True)
    path = folder / "sources" / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("content", "place"),
    [
        pytest.param(PREFIXES + "<a> <b> .\n", "row 2", id="no object"),
        pytest.param(PREFIXES + "<a> nope:b <c> .\n", "row 2", id="unknown prefix"),
        pytest.param(PREFIXES + '<a> <b> "x .\n', "row 2", id="string never closed"),
        pytest.param(PREFIXES + "<id/claim/a b> a mir:Claim .\n", "row 2", id="blank in an IRI"),
        pytest.param(PREFIXES + "<http://[::1> a mir:Claim .\n", "row 2", id="host that is none"),
        pytest.param(PREFIXES + "<a> <b> " + "(" * 5000 + ")" * 5000 + " .\n", "row 2", id="deep lists"),
        pytest.param(PREFIXES + "<a> <b> " + "[<c> " * 5000 + "1" + "]" * 5000 + " .\n", "row 2", id="deep nodes"),
        pytest.param(PREFIXES + "<a> <b> " + "<<( <a> <b> " * 5000 + "1" + ")>>" * 5000 + " .", "row 2", id="deep <<"),
        pytest.param(CLAIM + "\0", "row 13", id="NUL"),
        pytest.param(CLAIM.encode("latin-1"), "row 8", id="Latin-1"),
        pytest.param(CLAIM.encode("utf-16"), "row 1", id="UTF-16"),
        pytest.param(PREFIXES + "<id/claim/~a> mir:states [ a mir:StatusPhase ] .\n", "", id="blank node"),
        pytest.param(PREFIXES + "<id/claim/~a> mir:states ( 1 2 ) .\n", "", id="list"),
        pytest.param(PREFIXES + "<id/claim/~a> mir:states <<( <a> <b> <c> )>> .\n", "", id="triple term"),
        pytest.param(PREFIXES + "<a> <b> <c> {| <d> <e> |} .\n", "", id="annotation"),
        pytest.param(PREFIXES + "<id/clam/~a> a mir:Claim .\n", "", id="no such type"),
    ],
)
def test_turtle_that_cannot_be_used_is_refused_at_its_row(
    folder: Path, sealed: Path, content: str | bytes, place: str
) -> None:
    path = spoken(folder, content)
    (said,) = refused(folder, sealed)
    assert said.startswith(f"{path}, {place}: " if place else f"{path}: ")


def test_turtle_just_short_of_the_limit_of_nesting_does_not_take_the_process_down(folder: Path, sealed: Path) -> None:
    spoken(folder, PREFIXES + "<a> <b> " + "[<c> " * 990 + "1" + "]" * 990 + " .\n")
    assert "blank node" in refused(folder, sealed)[0]


def test_brackets_inside_a_string_are_no_nesting(tmp_path: Path, folder: Path) -> None:
    spoken(folder, CLAIM.replace('"vänort"', '"' + "(" * 2000 + '"'))
    assert taken(folder, tmp_path / "releases") == 2


def test_turtle_with_a_byte_order_mark_is_read(tmp_path: Path, folder: Path) -> None:
    spoken(folder, b"\xef\xbb\xbf" + CLAIM.encode())
    assert taken(folder, tmp_path / "releases") == 2


@pytest.mark.parametrize(
    "day", ["2020-02-30", "2020-13-01", "igår", "0000-01-01", "99999-01-01", "2020-05-01Z", "2020"]
)
@pytest.mark.parametrize("where", ["a bound", "the record time"])
def test_a_date_that_is_no_day_is_refused_in_turtle(folder: Path, sealed: Path, day: str, where: str) -> None:
    bound = CLAIM.replace('"2020-05-01"^^', f'"{day}"^^')
    recorded = CLAIM.replace("mir:basis", f'mir:recordedAt "{day}"^^xsd:date ; mir:basis')
    path = spoken(folder, bound if where == "a bound" else recorded)
    said = refused(folder, sealed)
    assert str(path) in said[0]
    assert day in said[0]


@pytest.mark.parametrize("property_", ["mir:saidAt", "mir:edtf"])
def test_a_stated_date_that_is_no_edtf_is_refused_in_turtle(folder: Path, sealed: Path, property_: str) -> None:
    about = "mir:basis" if property_ == "mir:saidAt" else "mir:phaseOf"
    path = spoken(folder, CLAIM.replace(about, f'{property_} "igår" ; {about}', 1))
    said = refused(folder, sealed)
    assert str(path) in said[0]
    assert "igår" in said[0]


def test_turtle_of_a_source_that_is_nowhere_described_is_refused(folder: Path, sealed: Path) -> None:
    path = spoken(folder, CLAIM, "borta.ttl")
    assert refused(folder, sealed)[0].startswith(f"error: {path}: no row of sources.csv has the key 'borta'")


def test_a_claim_without_evidence_is_refused(folder: Path, sealed: Path) -> None:
    path = spoken(folder, CLAIM.replace(f"oa:hasTarget {EVIDENCE}", 'mir:note "no evidence"'))
    assert refused(folder, sealed)[0].startswith(f"error: {path}: ")


def test_evidence_that_names_neither_words_nor_row_is_refused(folder: Path, sealed: Path) -> None:
    path = spoken(folder, CLAIM.replace('mir:row 7 ; mir:column "vänort"', 'mir:note "somewhere"'))
    assert refused(folder, sealed)[0].startswith(f"error: {path}: ")


def test_a_claim_outside_the_file_of_a_source_is_refused_with_one_message(folder: Path, sealed: Path) -> None:
    (folder / "more.ttl").write_text(CLAIM, encoding="utf-8")
    faults = [line for line in refused(folder, sealed) if "more.ttl" in line]
    assert len(faults) == 1
    assert "sources" in faults[0]


def test_a_source_cannot_speak_in_the_graph_of_another(folder: Path, sealed: Path) -> None:
    path = spoken(folder, f"<{BASE}/graph/derived/forged/CC0-1.0> {{ <a> <b> <c> }}", "avtal.trig")
    assert refused(folder, sealed)[0].startswith(f"{path}: ")


@pytest.mark.parametrize(
    "forged",
    [
        "<id/actor/~randby> mir:twinnedWith <id/actor/~skogby> .",
        "<id/actor/~randby> mir:inCountry <http://publications.europa.eu/resource/authority/country/SWE> .",
        '<id/dataset/~x> mir:referenceDate "2100-01-01"^^xsd:date .',
        "<id/situation/~z> a mir:KnownState .",
    ],
)
def test_what_is_derived_cannot_be_stated(folder: Path, sealed: Path, forged: str) -> None:
    path = spoken(folder, CLAIM + forged)
    assert any(str(path) in line for line in refused(folder, sealed, code=1))


# Files that are none


def test_a_claims_table_that_is_a_folder_is_refused(folder: Path, sealed: Path) -> None:
    (folder / "claims.csv").unlink()
    (folder / "claims.csv").mkdir()
    (said,) = refused(folder, sealed)
    assert said.startswith(f"{folder}/claims.csv: ")


@pytest.mark.parametrize("name", ["registry.csv", "sources.csv", "more.ttl"])
def test_a_folder_in_place_of_a_file_is_refused(folder: Path, sealed: Path, name: str) -> None:
    (folder / name).unlink(missing_ok=True)
    (folder / name).mkdir()
    (said,) = refused(folder, sealed)
    assert said.startswith(f"{folder}/{name}: ")


@pytest.mark.parametrize("name", ["claims.csv", "sources.csv", "registry.csv", "more.ttl"])
@pytest.mark.parametrize("target", ["itself", "/nowhere"])
def test_a_link_that_leads_nowhere_is_refused_and_not_taken_for_an_absent_file(
    folder: Path, sealed: Path, name: str, target: str
) -> None:
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(name if target == "itself" else target)
    (said,) = refused(folder, sealed)
    assert said.startswith(f"{folder}/{name}: ")


def test_a_file_in_place_of_the_folder_of_sources_is_refused(folder: Path, sealed: Path) -> None:
    (folder / "sources").write_text("not a folder", encoding="utf-8")
    (said,) = refused(folder, sealed)
    assert said.startswith(f"{folder}/sources: ")


@pytest.mark.parametrize("name", ["claims.csv", "sources/avtal.ttl", "dataset.toml"])
def test_a_file_of_two_gigabytes_is_refused_unread(folder: Path, sealed: Path, name: str) -> None:
    (folder / "sources").mkdir()
    with (folder / name).open("wb") as stream:
        stream.truncate(2 << 30)
    (said,) = refused(folder, sealed)
    assert said.startswith(f"{folder}/{name}: 2147483648 bytes")


def test_a_text_in_the_snapshots_folder_may_be_anything(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshots = tmp_path / "snapshots"
    snapshots.mkdir()
    (snapshots / "picture.png").write_bytes(bytes(range(256)))
    (snapshots / "loop").symlink_to("loop")
    (snapshots / "round").symlink_to(".")
    with (snapshots / "avtal.txt").open("wb") as stream:
        stream.truncate(2 << 30)
    result = run("build", folder, "--out", tmp_path / "releases", settings={"LULEA_KG_SNAPSHOTS": str(snapshots)})
    assert result.exit_code == 0, result.stderr


# Settings and registries


@pytest.mark.parametrize(
    ("old", "new", "setting"),
    [
        ('role = "relations"', 'role = "boss"', "role"),
        ('licence = "CC0-1.0"', 'licence = "GPL"', "licence"),
        ('licence = "CC0-1.0"', 'licence = ["CC0-1.0"]', "licence"),
        ("recorded_on = 2027-01-15", 'recorded_on = "2027-01-15"', "recorded_on"),
        ('publisher = "Exempelköping"', "", "publisher"),
        ('publisher = "Exempelköping"', "publisher = 7", "publisher"),
        ("Exempelköping, kansliet", "", "recorded_by"),
        ('recorded_by = "Exempelköping, kansliet"', "recorded_by = 7", "recorded_by"),
        ('name = "exempelkoping"', "name = 7", "name"),
        ('name = "exempelkoping"', 'name = "../../etc"', "name"),
        ('name = "exempelkoping"', 'name = "a b"', "name"),
        ("sv = ", "fi = ", "title"),
        ('sv = "Exempelköpings relationer"', "sv = 7", "title"),
        (f'base = "{BASE}"', 'base = "ftp://x.example"', "base"),
        (f'base = "{BASE}"', "base = 7", "base"),
        ("role = ", 'colour = "blue"\nrole = ', "colour"),
        ("role = ", 'serve_text = "yes"\nrole = ', "serve_text"),
        ("role = ", "attribution = 7\nrole = ", "attribution"),
    ],
)
def test_a_bad_setting_is_refused_by_name(folder: Path, sealed: Path, old: str, new: str, setting: str) -> None:
    (folder / "dataset.toml").write_text(DESCRIPTION.replace(old, new, 1), encoding="utf-8")
    (said,) = refused(folder, sealed)
    assert said.startswith(f"{folder}/dataset.toml")
    assert setting in said


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(DESCRIPTION.replace("=", "==", 1), id="syntax"),
        pytest.param(DESCRIPTION.replace("2027-01-15", "2027-02-30"), id="30 February"),
        pytest.param(DESCRIPTION.encode("latin-1"), id="Latin-1"),
        pytest.param("", id="empty"),
    ],
)
def test_settings_that_cannot_be_read_are_refused(folder: Path, sealed: Path, content: str | bytes) -> None:
    (folder / "dataset.toml").write_bytes(content if isinstance(content, bytes) else content.encode())
    (said,) = refused(folder, sealed)
    assert said.startswith(f"{folder}/dataset.toml")


def test_a_dataset_cannot_pass_for_a_shipped_one(tmp_path: Path, sealed: Path) -> None:
    (said,) = refused(dataset(tmp_path, name="countries"), sealed)
    assert "countries" in said


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ("ABC,actor,randby,2027-01-15,,\n", "row 2, column key"),
        (f"{RANDBY},person,randby,2027-01-15,,\n", "row 2, column type"),
        (f"{RANDBY},actor,,2027-01-15,,\n", "row 2, column natural_key"),
        (f"{RANDBY},actor,randby,igår,,\n", "row 2, column created"),
        (f"{RANDBY},actor,randby,2027-01-15,,\n{RANDBY},actor,skogby,2027-01-15,,\n", "row 3"),
        (f"{RANDBY},actor,randby,2027-01-15,,\n{SKOGBY},actor,randby,2027-01-15,,\n", "row 3"),
        (f"{RANDBY},actor,randby,2027-01-15,NOPE,mistake\n", "row 2"),
        (f"{RANDBY},actor,randby,2027-01-15,aaaaaaaaaa,mistake\n", "row 2"),
        (f"{RANDBY},actor,randby,2027-01-15,{SKOGBY},\n{SKOGBY},actor,skogby,2027-01-15,,\n", "row 2, column reason"),
    ],
)
def test_a_bad_row_of_the_registry_is_refused_at_its_row(folder: Path, sealed: Path, rows: str, place: str) -> None:
    (folder / "registry.csv").write_text(REGISTRY + rows, encoding="utf-8")
    (said,) = refused(folder, sealed)
    assert said.startswith(f"{folder}/registry.csv, {place}")


def test_keys_that_replace_each_other_in_a_circle_are_refused(folder: Path, sealed: Path) -> None:
    rows = f"{RANDBY},actor,randby,2027-01-15,{SKOGBY},mistake\n{SKOGBY},actor,skogby,2027-01-15,{RANDBY},mistake\n"
    (folder / "registry.csv").write_text(REGISTRY + rows, encoding="utf-8")
    (said,) = refused(folder, sealed)
    assert said.startswith(f"{folder}/registry.csv")
    assert RANDBY in said


def test_an_unknown_column_of_the_registry_is_refused_before_it_could_be_lost(folder: Path, sealed: Path) -> None:
    lines = f"{REGISTRY.strip()},colour\n{RANDBY},actor,randby,2027-01-15,,,blue\n"
    (folder / "registry.csv").write_text(lines, encoding="utf-8")
    (said, *_) = refused(folder, sealed)
    assert "registry.csv, row 1" in said
    assert "colour" in said


# Dumps


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        pytest.param("dump.nq.gz", lambda dump: dump[: len(dump) // 2], id="cut in half"),
        pytest.param("dump.nq.gz", lambda dump: dump[:-4], id="cut at the end"),
        pytest.param("dump.nq.gz", lambda dump: b"", id="empty"),
        pytest.param("dump.nq.gz", lambda dump: b"hello", id="no gzip"),
        pytest.param("dump.nq.gz", lambda dump: dump[:2000] + bytes(9) + dump[2009:], id="overwritten"),
        pytest.param("dump.nq", lambda dump: dump, id="gzip without the name"),
        pytest.param("dump.nq", lambda dump: b"hello\n", id="no quads"),
        pytest.param("dump.nq", lambda dump: '<x:a> <x:b> "ö" <x:g> .\n'.encode("latin-1"), id="Latin-1"),
        pytest.param("dump.nq", lambda dump: b"<x:a> <x:b> <x:c> .\n", id="no graph"),
        pytest.param("dump.nq", lambda dump: b"<x:a> <x:b> <x:c> _:g .\n", id="graph without a name"),
        pytest.param("dump.nq", lambda dump: b"_:a <x:b> <x:c> <x:g> .\n", id="blank node"),
        pytest.param("dump.nq", lambda dump: b"<x:a> <x:b> <<( <x:a> <x:b> <x:c> )>> <x:g> .\n", id="triple term"),
        pytest.param(
            "dump.nq.gz",
            lambda dump: gzip.compress(b'<x:a> <x:b> "' + bytes(20_000_000) + b'" <x:g> .\n'),
            id="long line",
        ),
        pytest.param(
            "dump.nq",
            lambda dump: (
                b'<x:a> <https://w3id.org/munirel/def/recordedAt> "igar"^^'
                b"<http://www.w3.org/2001/XMLSchema#date> <x:g> .\n"
            ),
            id="bad date",
        ),
    ],
)
def test_a_dump_that_is_not_whole_is_refused(
    tmp_path: Path, sealed: Path, name: str, spoil: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / name
    path.write_bytes(spoil((sealed / "current" / "dump.nq.gz").read_bytes()))
    (said,) = refused(path, sealed)
    assert str(path) in said
    assert said.count(str(path)) == 1


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: None])
def test_a_dump_that_is_a_folder_or_absent_is_refused(
    tmp_path: Path, sealed: Path, make: Callable[[Path], None]
) -> None:
    path = tmp_path / "dump.nq.gz"
    make(path)
    (said,) = refused(path, sealed)
    assert said.startswith(f"{path}: ")
    assert said.count(str(path)) == 1


# The machine


def test_a_folder_without_permission_is_refused() -> None:
    with open_to_all() as place:
        folder = dataset(place)
        folder.chmod(0)
        with as_nobody():
            result = run("build", folder, "--out", place / "releases")
        folder.chmod(0o755)
        assert_refused_without_permission(result, folder)


def test_a_file_without_permission_is_refused() -> None:
    with open_to_all() as place:
        folder = dataset(place)
        (folder / "claims.csv").chmod(0)
        with as_nobody():
            result = run("build", folder, "--out", place / "releases")
        assert_refused_without_permission(result, folder / "claims.csv")


def test_a_releases_folder_without_permission_is_refused() -> None:
    with open_to_all() as place:
        folder = dataset(place)
        (place / "releases").mkdir(mode=0o555)
        with as_nobody():
            result = run("build", folder, "--out", place / "releases")
        assert_refused_without_permission(result, place / "releases")
        assert list((place / "releases").iterdir()) == []


def assert_refused_without_permission(result: Result, path: Path) -> None:
    """Hold that a build ended with one line that names the path."""
    said = [line for line in result.stderr.splitlines() if not line.startswith("Building from: ")]
    assert (result.exit_code, result.stdout, len(said)) == (2, "", 1)
    assert said[0].startswith(f"{path}")
    assert "permission" in said[0].lower()


@pytest.mark.parametrize("failing", ["os.fsync", "pathlib.Path.write_bytes"])
def test_a_full_disk_leaves_everything_as_it_was(
    folder: Path, sealed: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    (folder / "claims.csv").write_text(table({"partner": "Skogby"}), encoding="utf-8")
    monkeypatch.setattr(failing, full)
    (said,) = refused(folder, sealed)
    assert str(sealed) in said
    assert "No space left on device" in said


def test_a_disk_that_is_full_in_truth_leaves_everything_as_it_was(tmp_path: Path, folder: Path) -> None:
    # Room for the first release, not for a second: it differs by one claim.
    releases = tmp_path / "small"
    with small_disk(releases, "7m"):
        build(folder, releases)
        (folder / "claims.csv").write_text(table({"partner": "Skogby"}), encoding="utf-8")
        (said,) = refused(folder, releases)
        assert said.startswith(f"{releases}: ")
        assert "No space left on device" in said


@contextmanager
def small_disk(path: Path, size: str) -> Iterator[None]:
    """Mount a small disk at `path`; skip where that is not allowed."""
    path.mkdir()
    mount = f"mount -t tmpfs -o size={size} lulea-kg-test '{path}' 2>/dev/null"
    if os.system(mount) != 0:
        not_run("the right to mount a small disk")
    try:
        yield
    finally:
        os.system(f"umount -l '{path}'")


# What people would see


def with_label(folder: Path, label: str) -> None:
    """Give Randby another name, as Turtle escapes it."""
    escaped = "".join(f"\\u{ord(character):04X}" for character in label)
    (folder / "actors.ttl").write_text(ACTORS.replace('"Randby"', f'"{escaped}"'), encoding="utf-8")
    (folder / "claims.csv").write_text(table({"partner": RANDBY}), encoding="utf-8")


@pytest.fixture(scope="module")
def escaping(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a releases folder in which Randby's label holds what could harm a terminal, as if reading let it in."""
    folder = tmp_path_factory.mktemp("escaping")
    data = dataset(folder)
    with_label(data, f"Randby{ESCAPES}")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("lulea_kg.sources.turtle.control_character", lambda text: "")
        patched.setattr("lulea_kg.rows.control_character", lambda text: "")
        build(data, folder / "releases")
    return folder / "releases"


def test_a_control_character_in_a_label_is_refused_at_its_file(tmp_path: Path) -> None:
    data = dataset(tmp_path)
    with_label(data, f"Randby{ESCAPES}")
    answer = run("build", data, "--out", tmp_path / "releases")
    assert (answer.exit_code, "actors.ttl" in answer.stderr, "U+001B" in answer.stderr) == (2, True, True)


@pytest.mark.parametrize(
    "command",
    [
        ("ask", "twin-towns", "--municipality", "Exempelköping"),
        ("ask", "twin-towns", "--municipality", "Exempelköping", "--format", "md"),
        ("show", "Exempelköping"),
        ("show", RANDBY),
        ("show", "Rundby"),
        ("doctor",),
    ],
)
def test_no_control_character_of_a_label_reaches_the_terminal(escaping: Path, command: tuple[str, ...]) -> None:
    answer = run("--releases", escaping, *command)
    assert "Randby" in answer.stdout + answer.stderr
    assert set(answer.stdout + answer.stderr) & set(ESCAPES) - set("[m") == set()


def test_a_change_is_one_line_whatever_stands_in_a_label(folder: Path, tmp_path: Path) -> None:
    old = build(folder, tmp_path / "old")
    with_label(folder, "Rand\nby")
    new = build(folder, tmp_path / "new")
    said = run("diff", old, new).stdout.splitlines()
    assert [line for line in said if not line.endswith((".", ")")) and "id/claim" not in line] == []


def test_a_formula_in_a_cell_is_text_in_a_workbook(folder: Path, tmp_path: Path) -> None:
    with_label(folder, "=cmd|'/C calc'!A0")
    build(folder, tmp_path / "releases")
    asked = ("ask", "twin-towns", "--municipality", "Exempelköping", "--format", "xlsx", "-o", tmp_path / "towns.xlsx")
    assert run("--releases", tmp_path / "releases", *asked).exit_code == 0
    with zipfile.ZipFile(tmp_path / "towns.xlsx") as book:
        assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()
        assert "=cmd|'/C calc'!A0" in book.read("xl/sharedStrings.xml").decode()


def test_quotes_backslashes_and_line_breaks_in_a_name_are_found_as_they_stand(folder: Path, tmp_path: Path) -> None:
    name = "Rand\"by\\ 's\nsecond } #"
    with_label(folder, name)
    build(folder, tmp_path / "releases")
    answer = run("--releases", tmp_path / "releases", "ask", "twin-towns", "--municipality", name, "--format", "csv")
    assert (answer.exit_code, "Exempelköping" in answer.stdout) == (0, True)


def test_a_reason_to_withdraw_may_hold_any_character(folder: Path, tmp_path: Path) -> None:
    spoken(folder, CLAIM)
    reason = 'said "no" \\ and\n<left> } .'
    for claim in ("avtal/a", "avtal/r2"):
        assert run("withdraw", claim, "--reason", reason, "--data", folder, "--on", "2027-02-01").exit_code == 0
    release = build(folder, tmp_path / "releases")
    query = "SELECT ?r WHERE { ?c <https://w3id.org/munirel/def/withdrawnReason> ?r }"
    answer = run("sparql", query, "--release", release, "--format", "json").stdout
    assert answer.count('"said \\"no\\" \\\\ and\\n<left> } ."') == 2


def test_a_withdrawal_that_cannot_be_written_changes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tree(folder)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    result = run("withdraw", "avtal/r2", "--reason", "fel", "--data", folder, "--on", "2027-02-01")
    assert (result.exit_code, tree(folder)) == (2, before)
    assert f"{folder}/claims.csv" in result.stderr
    assert not [path for path in folder.iterdir() if not stat.S_ISREG(path.stat().st_mode)]
