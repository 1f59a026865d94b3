"""Releases: the same input gives the same bytes, damage is found and mended, and no half release is ever seen."""

import gzip
import hashlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any, Final

import pytest
from invented import (
    ACTORS,
    BASE,
    CLAIM,
    SOURCES,
    as_nobody,
    build,
    dataset,
    few_beside,
    lulea,
    open_to_all,
    program,
    run,
    table,
    tree,
)
from rdflib import Graph
from rdflib.compare import isomorphic

from lulea_kg import files, seal
from lulea_kg.errors import LuleaKGError
from lulea_kg.release import Release

ASKED: Final = ("ask", "twin-towns", "--municipality", "Exempelköping", "--format", "csv")
SEED: Final = 20200701
KILLS: Final = 50


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a releases folder with one release, to be copied and spoiled."""
    folder = tmp_path_factory.mktemp("release")
    build(dataset(folder), folder / "releases")
    return folder / "releases"


@pytest.fixture
def releases(sealed: Path, tmp_path: Path) -> Path:
    """Return a releases folder of the test's own, with one release."""
    return Path(shutil.copytree(sealed, tmp_path / "releases", symlinks=True))


@pytest.fixture(scope="module")
def shipped() -> Path:
    """Return the release of Luleå's data."""
    return lulea()


def current(releases: Path) -> Path:
    """Return the folder of the current release."""
    return releases / (releases / "current").readlink()


def as_json(path: Path) -> Any:
    """Return the content of a JSON file."""
    return json.loads(path.read_bytes())


def in_another_process(*arguments: str | Path, cwd: Path, **environment: str) -> str:
    """Run the program in a process of its own and return its stdout."""
    return subprocess.run(
        [*program(), *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "LULEA_KG_SNAPSHOTS": os.devnull, **environment},
        capture_output=True,
        check=True,
        text=True,
        timeout=60,
    ).stdout


# The same input


def test_files_made_in_another_order_elsewhere_give_the_same_release(tmp_path: Path) -> None:
    first = dataset(tmp_path / "a")
    (first / "sources").mkdir()
    (first / "sources" / "avtal.ttl").write_text(CLAIM, encoding="utf-8")
    (first / "people.ttl").write_text("", encoding="utf-8")
    second = tmp_path / "a longer way" / "exempelkoping"
    for path in sorted((path for path in first.rglob("*") if path.is_file()), reverse=True):
        copy = second / path.relative_to(first)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    one, other = build(first, tmp_path / "r1"), build(second, tmp_path / "r2")
    assert one.name == other.name
    assert (one / "dump.nq.gz").read_bytes() == (other / "dump.nq.gz").read_bytes()


def test_rows_and_statements_in_another_order_give_the_same_graphs(tmp_path: Path) -> None:
    one = dataset(tmp_path / "a", {"key": "a"}, {"key": "b", "partner": "Skogby"})
    other = dataset(tmp_path / "b", {"key": "b", "partner": "Skogby"}, {"key": "a"})
    (other / "actors.ttl").write_text(in_another_order(ACTORS), encoding="utf-8")
    graphs = [as_json(build(folder, tmp_path / folder.parent.name / "r") / "manifest.json")["graphs"]
              for folder in (one, other)]  # fmt: skip
    # The source's graph holds the row numbers, which did change.
    assert [iri for iri in graphs[0] if graphs[0][iri] != graphs[1][iri]] == [
        iri for iri in graphs[0] if "/graph/source/" in iri and iri.startswith(BASE)
    ]


def in_another_order(turtle: str) -> str:
    """Return a Turtle text with its prefixes first and its other lines backwards."""
    prefixes, _, statements = turtle.partition("\n\n")
    return prefixes + "\n\n" + "\n".join(reversed(statements.splitlines())) + "\n"


@pytest.mark.parametrize(
    "environment",
    [{"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "2", "LC_ALL": "C"}, {"LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Tokyo"}],
    ids=str,
)
def test_place_locale_and_hash_seed_do_not_change_a_release(
    sealed: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    folder = dataset(tmp_path)
    release = Path(in_another_process("build", ".", "--out", tmp_path / "r", cwd=folder, **environment).strip())
    assert release.name == current(sealed).name
    assert (release / "dump.nq.gz").read_bytes() == (current(sealed) / "dump.nq.gz").read_bytes()


def test_the_text_of_a_snapshot_does_not_change_the_id_of_a_release(tmp_path: Path) -> None:
    text = "Vår vänort är Randby sedan länge."
    digest = hashlib.sha256(text.encode()).hexdigest()
    folder = dataset(tmp_path, {"phrase": "vänort är Randby", "start": "4", "end": "20"})
    (folder / "sources.csv").write_text(SOURCES.replace("sv,,,", f"sv,,{digest},"), encoding="utf-8")
    (tmp_path / "snapshots").mkdir()
    (tmp_path / "snapshots" / "avtal.txt").write_text(text, encoding="utf-8")
    without = build(folder, tmp_path / "r1")
    settings = {"LULEA_KG_SNAPSHOTS": str(tmp_path / "snapshots")}
    with_text = Path(run("build", folder, "--out", tmp_path / "r2", settings=settings).stdout.strip())
    assert with_text.name == without.name
    counted = [as_json(release / "report.json")["phrases"] for release in (without, with_text)]
    assert [(phrases["checked"], phrases["notRechecked"]) for phrases in counted] == [(0, 1), (1, 0)]


# What a release holds


def test_the_id_is_the_reference_date_and_a_digest_of_the_graphs(sealed: Path) -> None:
    release = current(sealed)
    lines_of: dict[str, list[bytes]] = {}
    for line in gzip.decompress((release / "dump.nq.gz").read_bytes()).splitlines(keepends=True):
        lines_of.setdefault(line.decode().removesuffix("> .\n").rpartition(" <")[2], []).append(line)
    digests = {graph: hashlib.sha256(b"".join(sorted(lines))).hexdigest() for graph, lines in lines_of.items()}
    described = "\n".join([*sorted(f"{graph} {digest}" for graph, digest in digests.items()), "1"])
    assert release.name == f"2027-01-15-{hashlib.sha256(described.encode()).hexdigest()[:12]}"
    assert as_json(release / "manifest.json")["graphs"] == digests


def test_a_dump_is_sorted_and_its_gzip_names_neither_time_nor_file(sealed: Path) -> None:
    content = (current(sealed) / "dump.nq.gz").read_bytes()
    lines = gzip.decompress(content).splitlines()
    graph_then_line = sorted(set(lines), key=lambda line: (line.rpartition(b"<")[2], line))
    assert lines == graph_then_line
    # RFC 1952: flags at byte 3 (8 means a file name), time at bytes 4 to 7.
    assert content[3:8] == bytes(5)


def test_every_quad_stands_in_a_graph_under_a_known_base(sealed: Path) -> None:
    graphs = as_json(current(sealed) / "manifest.json")["graphs"]
    own = [graph for graph in graphs if graph.startswith(f"{BASE}/graph/")]
    assert {graph.removeprefix(f"{BASE}/graph/").partition("/")[0] for graph in own} >= {"source", "dataset", "derived"}
    assert [graph for graph in graphs if not graph.startswith((BASE, "https://w3id.org/munirel/"))] == []


def test_the_manifest_names_what_the_release_is_made_of(sealed: Path) -> None:
    manifest = as_json(current(sealed) / "manifest.json")
    assert (manifest["id"], manifest["base"]) == (current(sealed).name, BASE)
    assert (manifest["referenceDate"], manifest["modelVersion"]) == ("2027-01-15", "1")
    assert [described["name"] for described in manifest["datasets"]] == [
        "countries", "definitions", "exempelkoping", "places"
    ]  # fmt: skip
    own = manifest["datasets"][2]
    assert (own["licence"], own["role"]) == ("http://creativecommons.org/publicdomain/zero/1.0/", "relations")
    assert manifest["quadCount"] == len(gzip.decompress((current(sealed) / "dump.nq.gz").read_bytes()).splitlines())


def test_the_manifest_has_a_digest_of_every_file_but_itself_and_the_store(sealed: Path) -> None:
    listed = set(as_json(current(sealed) / "manifest.json")["files"])
    present = {name for name in tree(current(sealed)) if not name.startswith(("store/", "manifest."))}
    assert listed == present


def test_the_report_counts_claims_and_tells_findings_in_both_languages(sealed: Path) -> None:
    report = as_json(current(sealed) / "report.json")
    assert report["referenceDate"] == "2027-01-15"
    assert report["claims"]["all"] == report["claims"]["transcribed"]
    (unregistered,) = [found for found in report["findings"] if "actors.ttl" in found["place"]]
    assert unregistered["severity"] == "warning"
    assert set(unregistered["words"]) == {"sv", "en"}


def test_the_list_of_changes_compares_with_the_release_before(tmp_path: Path) -> None:
    folder = dataset(tmp_path)
    first = build(folder, tmp_path / "releases")
    (folder / "claims.csv").write_text(table({}, {"partner": "Skogby"}), encoding="utf-8")
    second = build(folder, tmp_path / "releases")
    assert [change["kind"] for change in as_json(first / "changes.json")] == ["first-release"]
    assert [change["kind"] for change in as_json(second / "changes.json")] == ["claim-added", "state-known"]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.parametrize("name", ["lulea", "countries", "ontology", "derived-CC0-1.0"])
def test_the_dumps_of_a_dataset_are_the_same_graph_in_each_format(shipped: Path, name: str) -> None:
    turtle, json_ld, rdf_xml = (
        Graph().parse(shipped / "datasets" / f"{name}.{suffix}", format=format_)
        for suffix, format_ in (("ttl", "turtle"), ("jsonld", "json-ld"), ("rdf", "xml"))
    )
    assert len(turtle) > 100
    assert isomorphic(turtle, json_ld)
    assert isomorphic(turtle, rdf_xml)


def test_the_dumps_of_datasets_hold_together_what_the_dump_of_the_whole_holds(sealed: Path) -> None:
    lines = gzip.decompress((current(sealed) / "dump.nq.gz").read_bytes()).decode().splitlines()
    whole = Graph().parse(data="\n".join(f"{line.rpartition(' <')[0]} ." for line in lines), format="nt")
    together = Graph()
    for path in (current(sealed) / "datasets").glob("*.ttl"):
        together.parse(path)
    assert set(together) == set(whole)


# Handing on


@pytest.mark.parametrize("also", ["alone", "with the shipped data"])
def test_a_dump_is_data_for_another_build(sealed: Path, tmp_path: Path, also: str) -> None:
    dump = current(sealed) / "dump.nq.gz"
    data = [dump] if also == "alone" else [dump, files.shipped("data") / "lulea"]
    with few_beside():
        before, after = (
            as_json(release / "manifest.json")["graphs"] for release in (current(sealed), build(data, tmp_path))
        )
    stated = {graph: digest for graph, digest in before.items() if "/graph/source/" in graph or "/dataset/" in graph}
    assert len(stated) > 5
    assert stated.items() <= after.items()


def test_the_dumps_of_two_members_make_one_release(sealed: Path, tmp_path: Path) -> None:
    neighbour = dataset(tmp_path, {"subject": "Randby", "partner": "Skogby"}, name="randby")
    description = (neighbour / "dataset.toml").read_text(encoding="utf-8")
    (neighbour / "dataset.toml").write_text(description.replace("exempelkoping.example", "randby.example"))
    other = build(neighbour, tmp_path / "other")
    dumps = [current(sealed) / "dump.nq.gz", other / "dump.nq.gz"]
    joint = as_json(build(dumps, tmp_path / "joint") / "manifest.json")["graphs"]
    bases = Counter(graph.partition("/graph/source/")[0] for graph in joint if "/graph/source/" in graph)
    assert bases[BASE] == bases["https://randby.example/relationer"] == 1


def test_export_writes_what_it_lists_and_nothing_else(releases: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    listed = run("--releases", releases, "export", out).stdout.splitlines()
    assert sorted(listed) == sorted(map(str, out.iterdir()))
    assert {path.name for path in out.iterdir()} >= {"dump.nq.gz", "exempelkoping.ttl", "exempelkoping.jsonld"}
    assert (out / "dump.nq.gz").read_bytes() == (current(releases) / "dump.nq.gz").read_bytes()


def test_export_of_one_dataset_in_one_format_is_one_file(releases: Path, tmp_path: Path) -> None:
    asked = ("export", tmp_path / "out", "--dataset", "exempelkoping", "--only", "ttl")
    assert run("--releases", releases, *asked).stdout == f"{tmp_path}/out/exempelkoping.ttl\n"


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["New claim from “Våra vänorter”: Exempelköping – Skogby, twin town, in force", "Reason: fel"]),
        ("sv", ["Nytt påstående från ”Våra vänorter”: Exempelköping – Skogby, vänort, gällande", "Skäl: fel"]),
    ],
)
def test_a_difference_is_told_in_sentences_without_codes(tmp_path: Path, lang: str, words: list[str]) -> None:
    old, new = before_and_after(tmp_path)
    told = run("diff", old, new, lang=lang).stdout
    assert [word for word in words if word not in told] == []
    assert told.count("\n") == 4
    assert not re.search("in-force|carried", told)


def test_a_difference_as_json_holds_kinds_and_codes(tmp_path: Path) -> None:
    changes = json.loads(run("diff", *before_and_after(tmp_path), "--format", "json").stdout)
    assert [change["kind"] for change in changes] == ["claim-added", "claim-withdrawn", "state-known", "state-gone"]
    assert (changes[2]["status"], changes[2]["after"]) == ("in-force", "carried")


def before_and_after(tmp_path: Path) -> tuple[Path, Path]:
    """Return two releases: in the second the claim about Randby is withdrawn and one about Skogby has come."""
    folder = dataset(tmp_path)
    old = build(folder, tmp_path / "r")
    withdrawn = {"withdrawn_at": "2027-01-10", "withdrawn_reason": "fel"}
    (folder / "claims.csv").write_text(table(withdrawn, {"partner": "Skogby"}), encoding="utf-8")
    return old, build(folder, tmp_path / "r")


def test_releases_of_one_input_do_not_differ(sealed: Path, releases: Path) -> None:
    same = run("diff", current(sealed), current(releases))
    assert (same.stdout, same.stderr) == ("", "Nothing changed.\n")


# Damage


@pytest.mark.parametrize(
    "name", ["dump.nq.gz", "report.json", "changes.json", "manifest.json", "names.sqlite",
             "datasets/exempelkoping.ttl", "datasets/exempelkoping.jsonld", "datasets/exempelkoping.rdf"])  # fmt: skip
def test_one_flipped_bit_is_found(releases: Path, name: str) -> None:
    path = current(releases) / name
    content = bytearray(path.read_bytes())
    # In the manifest what counts is its digests.
    digest = re.search(rb"[0-9a-f]{64}", content) if name == "manifest.json" else None
    content[digest.start() if digest else len(content) // 2] ^= 1
    path.write_bytes(content)
    found = run("verify", current(releases))
    assert (found.exit_code, found.stdout) == (1, "")
    assert found.stderr.startswith(str(current(releases)))


@pytest.mark.parametrize("name", ["dump.nq.gz", "report.json", "datasets/exempelkoping.ttl"])
def test_an_absent_or_shortened_file_is_found(releases: Path, name: str) -> None:
    path = current(releases) / name
    path.write_bytes(path.read_bytes()[:-1])
    assert run("verify", current(releases)).exit_code == 1
    path.unlink()
    assert str(path) in run("verify", current(releases)).stderr


def test_a_forged_dump_with_a_forged_digest_is_found_by_its_graphs(releases: Path) -> None:
    dump, manifest = current(releases) / "dump.nq.gz", current(releases) / "manifest.json"
    forged = gzip.compress(gzip.decompress(dump.read_bytes()).replace(b"Randby", b"Rundby"))
    digests = as_json(manifest)
    digests["files"]["dump.nq.gz"] = hashlib.sha256(forged).hexdigest()
    dump.write_bytes(forged)
    manifest.write_text(json.dumps(digests), encoding="utf-8")
    assert run("verify", current(releases)).exit_code == 1


def test_a_whole_release_is_verified_by_its_folder_or_the_link_to_it(releases: Path) -> None:
    for name in ("current", current(releases).name):
        assert run("verify", releases / name).stdout == f"{current(releases).name}\n"


@pytest.mark.parametrize("name", ["dump.nq.gz", "manifest.json", "datasets/exempelkoping.ttl", "report.json"])
@pytest.mark.parametrize("damage", [b"", b"x"])
def test_a_damaged_release_is_mended_by_building_again(
    releases: Path, tmp_path: Path, name: str, damage: bytes
) -> None:
    whole = tree(current(releases))
    (current(releases) / name).write_bytes(damage)
    mended = build(dataset(tmp_path), releases)
    assert run("verify", mended).exit_code == 0
    assert tree(mended)["dump.nq.gz"] == whole["dump.nq.gz"]
    assert sorted(path.name for path in releases.iterdir()) == [mended.name, "checked.txt", "current"]


@pytest.mark.parametrize("damage", ["deleted", "empty", "CURRENT", "MANIFEST-*", "*.sst"])
def test_a_damaged_store_is_made_anew_from_the_dump(releases: Path, damage: str) -> None:
    answer = run("--releases", releases, *ASKED).stdout
    store = current(releases) / "store"
    if damage in ("deleted", "empty"):
        shutil.rmtree(store)
        if damage == "empty":
            store.mkdir()
    else:
        for path in store.glob(damage):
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert run("--releases", releases, *ASKED).stdout == answer
    assert run("--releases", releases, *ASKED).stdout == answer
    assert [path.name for path in current(releases).iterdir() if path.name.startswith(".")] == []


def test_a_store_that_is_gone_is_made_once_however_many_ask(releases: Path) -> None:
    shutil.rmtree(current(releases) / "store")
    asking = [
        subprocess.Popen(
            [*program(), "--releases", str(releases), *ASKED],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(4)
    ]
    answers = [process.communicate(timeout=60)[0].count(b"Randby") for process in asking]
    assert answers == [1, 1, 1, 1]
    assert [path.name for path in current(releases).iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("spoil", [lambda content: b"", lambda content: content[: len(content) // 2],
                                   lambda content: content[:4096] + b"\xff" * (len(content) - 4096)],
                         ids=["empty", "cut", "overwritten"])  # fmt: skip
def test_a_damaged_index_of_names_is_made_anew(releases: Path, spoil: Any) -> None:
    index = current(releases) / "names.sqlite"
    index.write_bytes(spoil(index.read_bytes()))
    assert "Randby" in run("--releases", releases, *ASKED).stdout


@pytest.mark.parametrize("cache", ["store", "names.sqlite", "nothing"])
def test_a_read_only_folder_of_releases_still_answers(sealed: Path, cache: str) -> None:
    with open_to_all() as place:
        releases = Path(shutil.copytree(sealed, place / "releases", symlinks=True))
        missing = current(releases) / cache
        if missing.is_dir():
            shutil.rmtree(missing)
        missing.unlink(missing_ok=True)
        locked = [releases, *(path for path in releases.rglob("*") if not path.is_symlink())]
        for path in locked:
            path.chmod(0o555 if path.is_dir() else 0o444)
        before = tree(releases)
        with as_nobody():
            answer = run("--releases", releases, *ASKED)
        for path in locked:
            path.chmod(0o755)
        assert (answer.exit_code, "Randby" in answer.stdout) == (0, True), answer.stderr
        assert tree(releases) == before


# Switching


def test_a_reader_never_finds_the_current_release_missing_or_half(tmp_path: Path) -> None:
    folder, releases = dataset(tmp_path), tmp_path / "releases"
    build(folder, releases)
    done = threading.Event()
    seen: set[str] = set()

    def look() -> None:
        while not done.wait(0.001):
            seen.add(as_json(releases / "current" / "manifest.json")["id"])

    reader = threading.Thread(target=look)
    reader.start()
    made = {build(folder, releases).name}
    for year in ("2001", "2002", "2003"):
        (folder / "claims.csv").write_text(table({"since": year}), encoding="utf-8")
        made.add(build(folder, releases).name)
    done.set()
    reader.join()
    assert made >= seen
    assert len(seen) > 1
    assert len(made) == 4


@pytest.mark.parametrize("step", ["unlink", "rename", "replace", "symlink_to"])
def test_the_current_release_is_whole_after_each_single_step_of_a_build(
    releases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    really = getattr(Path, step)
    steps: list[bool] = []

    def do_and_look(path: Path, *arguments: Any, **named: Any) -> Any:
        result = really(path, *arguments, **named)
        steps.append((releases / "current" / "manifest.json").is_file())
        return result

    monkeypatch.setattr(Path, step, do_and_look)
    build(dataset(tmp_path, {"since": "2001"}), releases)
    assert all(steps)


def test_a_refused_build_leaves_the_current_release(releases: Path, tmp_path: Path) -> None:
    before = tree(releases)
    assert run("build", dataset(tmp_path, {"since": "igår"}), "--out", releases).exit_code == 2
    assert tree(releases) == before


def test_what_a_killed_build_left_is_swept_by_the_next_and_a_living_one_is_left_alone(
    releases: Path, tmp_path: Path
) -> None:
    # The number of a process that has ended and been waited for is that of nobody for a good while.
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    for process in (dead.pid, os.getppid()):
        (releases / f".building-{process}-abc").mkdir()
    (releases / f".building-{dead.pid}-abc.link").symlink_to("nowhere")
    build(dataset(tmp_path), releases)
    assert [path.name for path in releases.glob(".*")] == [f".building-{os.getppid()}-abc"]


def test_two_builds_at_once_both_end_and_both_releases_are_whole(tmp_path: Path) -> None:
    releases = tmp_path / "releases"
    folders = [dataset(tmp_path / str(number), {"since": f"200{number % 2}"}) for number in range(4)]
    building = [
        subprocess.Popen([*program(), "build", str(folder), "--out", str(releases)], stdout=subprocess.PIPE)
        for folder in folders
    ]
    made = {Path(process.communicate(timeout=60)[0].decode().strip()).name for process in building}
    assert [process.returncode for process in building] == [0, 0, 0, 0]
    assert len(made) == 2
    assert {path.name for path in releases.iterdir()} == {*made, "checked.txt", "current"}
    assert faults(releases) == []


# Slow: last


def faults(releases: Path) -> list[str]:
    """Return what is wrong with the releases that can be seen: half, damaged, or a current one that is none."""
    found = []
    for path in releases.iterdir():
        if path.is_dir() and not path.name.startswith("."):
            try:
                seal.verify(Release(path))
            except LuleaKGError as error:
                found.append(str(error))
    return found


def test_a_build_killed_at_any_moment_shows_no_half_release_and_harms_no_whole_one(tmp_path: Path) -> None:
    folder, releases = dataset(tmp_path, {"since": "1900"}), tmp_path / "releases"
    build(folder, releases)
    moments = random.Random(SEED)
    started = time.monotonic()
    kill_build_after(folder, tmp_path / "other", 60.0)
    length = time.monotonic() - started
    for number in range(KILLS):
        before = current(releases).name
        (folder / "claims.csv").write_text(table({"since": str(1901 + number)}), encoding="utf-8")
        kill_build_after(folder, releases, moments.uniform(0.0, length))
        assert faults(releases) == []
        after = current(releases).name
        assert after == before or Release(releases / after).manifest["id"] == after
        assert "Randby" in run("--releases", releases, *ASKED).stdout
    build(folder, releases)
    assert [path.name for path in releases.iterdir() if path.name.startswith(".")] == []


def kill_build_after(folder: Path, out: Path, seconds: float) -> None:
    """Start a build and kill it after some seconds, unless it has ended before."""
    with subprocess.Popen(
        [*program(), "build", str(folder), "--out", str(out)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
