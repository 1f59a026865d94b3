"""The command line: data on stdout, talk on stderr, every format, and errors of one or two lines with their code."""

import csv
import io
import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner
from invented import ACTORS, ENVIRONMENT, build, dataset, lulea, run
from rdflib import Graph
from rdflib.compare import isomorphic

from lulea_kg.cli import main
from lulea_kg.errors import LimitReached

SIX: Final = {"Kemi", "Tromsø", "Murmansk", "Puerto Cabezas", "Zenica", "Santa Lucía de Tirajana"}
ASKED: Final = ("ask", "twin-towns", "--municipality", "Luleå", "--as-of", "2020-07-01", "--standing", "in-force")
GRAPHS: Final = {"ttl": "turtle", "jsonld": "json-ld", "nt": "nt", "rdf": "xml"}
TOWNS_QUERY: Final = """PREFIX mir: <https://w3id.org/munirel/def/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?town WHERE { ?m a mir:Municipality ; mir:twinnedWith/skos:prefLabel ?town } ORDER BY ?town"""
PROGRAM: Final = (sys.executable, "-m", "lulea_kg")


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a releases folder that holds the release of Luleå's data."""
    return Path(shutil.copytree(lulea().parent, tmp_path_factory.mktemp("cli") / "releases", symlinks=True))


def spawn(*arguments: str | Path, head: Sequence[str] = (), **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program in a process of its own, as `head` sees it when given."""
    settings = {**os.environ, **{name: value for name, value in ENVIRONMENT.items() if value}, **environment}
    return subprocess.run(
        [*head, *PROGRAM, *map(str, arguments)], capture_output=True, env=settings, timeout=60, check=False
    )


# Formats


def test_csv_has_the_six_twin_towns_of_the_article(releases: Path) -> None:
    answer = run("--releases", releases, *ASKED, "--format", "csv").stdout
    assert {row["town"]: row["disputed"] for row in csv.DictReader(io.StringIO(answer))} == dict.fromkeys(SIX, "false")


def test_csv_holds_codes_and_its_iri_columns_come_last(releases: Path) -> None:
    answer = run("--releases", releases, *ASKED, "--format", "csv").stdout
    header, first = list(csv.reader(io.StringIO(answer)))[:2]
    assert header == (
        "town,country,standing,activity,priority,since,until,grade,lastConfirmed,source,phrase,disputed,claims,"
        "townIri,cooperationIri,claimIri,sourceIri"
    ).split(",")
    assert first[:3] == ["Kemi", "FIN", "in-force"]


def test_tsv_has_one_line_per_town_and_as_many_cells_as_the_header(releases: Path) -> None:
    lines = run("--releases", releases, *ASKED, "--format", "tsv").stdout.splitlines()
    assert {line.split("\t")[0] for line in lines[1:]} == SIX
    assert {line.count("\t") for line in lines} == {16}


def test_json_is_a_list_of_objects_with_typed_values_and_null_for_the_unknown(releases: Path) -> None:
    rows = json.loads(run("--releases", releases, *ASKED, "--format", "json").stdout)
    kemi = next(row for row in rows if row["town"] == "Kemi")
    assert [kemi[name] for name in ("disputed", "since", "priority")] == [False, None, None]
    assert type(kemi["claims"]) is int


def test_srj_is_sparql_results_json(releases: Path) -> None:
    document = json.loads(run("--releases", releases, *ASKED, "--format", "srj").stdout)
    assert {binding["town"]["value"] for binding in document["results"]["bindings"]} == SIX


def test_md_is_a_table_with_labels_and_without_iris(releases: Path) -> None:
    lines = run("--releases", releases, *ASKED, "--format", "md").stdout.splitlines()
    assert {line.split("|")[1].strip() for line in lines[2:]} == SIX
    assert set(lines[1]) == set("| -")
    assert "https://" not in "".join(lines)


def test_a_table_has_labels_in_the_language_asked_for(releases: Path) -> None:
    swedish = run("--releases", releases, *ASKED, lang="sv").stdout
    english = run("--releases", releases, *ASKED, lang="en").stdout
    assert re.search(r"^Kemi +Finland +gällande +belagd före och efter ", swedish, re.MULTILINE)
    assert re.search(r"^Tromsø +Norway +in force +1950 ", english, re.MULTILINE)


def test_the_machine_formats_do_not_depend_on_the_language(releases: Path) -> None:
    for format_ in ("csv", "tsv", "json", "srj"):
        swedish, english = (
            run("--releases", releases, *ASKED, "--format", format_, lang=lang) for lang in ("sv", "en")
        )
        assert swedish.stdout == english.stdout


def test_xlsx_is_a_workbook_with_the_same_rows(releases: Path, tmp_path: Path) -> None:
    run("--releases", releases, *ASKED, "--format", "xlsx", "-o", tmp_path / "towns.xlsx")
    with zipfile.ZipFile(tmp_path / "towns.xlsx") as book:
        strings = set(re.findall(r"<t[^>]*>([^<]*)</t>", book.read("xl/sharedStrings.xml").decode()))
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert strings >= {*SIX, "in force", "Norway"}
    assert sheet.count("<row ") == 1 + len(SIX)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_a_thing_is_the_same_graph_in_every_graph_format(releases: Path) -> None:
    turtle, *others = (
        Graph().parse(data=run("--releases", releases, "show", "Kemi", "--format", name).stdout, format=format_)
        for name, format_ in GRAPHS.items()
    )
    assert len(turtle) > 20
    assert [isomorphic(turtle, other) for other in others] == [True, True, True]


def test_a_constructed_graph_is_turtle_unless_another_format_is_asked_for(releases: Path) -> None:
    query = "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c . FILTER(?c = <https://w3id.org/munirel/def/Municipality>) }"
    answer = run("--releases", releases, "sparql", query).stdout
    assert len(Graph().parse(data=answer, format="turtle")) == 1


# Output files


def test_an_output_file_holds_what_stdout_would(releases: Path, tmp_path: Path) -> None:
    printed = run("--releases", releases, *ASKED, "--format", "csv").stdout
    written = run("--releases", releases, *ASKED, "--format", "csv", "-o", tmp_path / "towns.csv")
    assert written.stdout == ""
    assert (tmp_path / "towns.csv").read_text(encoding="utf-8") == printed


def test_metadata_beside_an_output_file_makes_the_answer_citable(releases: Path, tmp_path: Path) -> None:
    run("--releases", releases, *ASKED[:6], "-o", tmp_path / "towns.txt", "--published-by", "2020-12-31")
    about = json.loads((tmp_path / "towns.txt-metadata.json").read_bytes())
    assert about["release"] == (releases / "current").resolve().name
    assert (about["query"], about["publishedBy"]) == ("twin-towns", "2020-12-31")
    assert about["parameters"] == {"municipality": "Luleå", "standing": "all", "as-of": "2020-07-01"}
    assert "lulea" in about["coverage"]
    assert "http://creativecommons.org/publicdomain/zero/1.0/" in about["licences"]


def test_metadata_names_the_parameters_that_were_left_to_their_defaults(releases: Path, tmp_path: Path) -> None:
    run("--releases", releases, "ask", "twin-towns", "-o", tmp_path / "towns.txt")
    about = json.loads((tmp_path / "towns.txt-metadata.json").read_bytes())
    assert about["parameters"] == {"municipality": "2580", "standing": "all", "as-of": "2026-11-23"}


@pytest.mark.parametrize("command", [("show", "Kemi"), ("sparql", "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c } LIMIT 1")])
def test_metadata_stands_beside_every_kind_of_output_file(
    releases: Path, tmp_path: Path, command: tuple[str, str]
) -> None:
    run("--releases", releases, *command, "-o", tmp_path / "out.txt")
    about = json.loads((tmp_path / "out.txt-metadata.json").read_bytes())
    assert about["release"] == (releases / "current").resolve().name


def test_an_output_file_that_cannot_be_written_is_named(releases: Path, tmp_path: Path) -> None:
    failed = run("--releases", releases, *ASKED, "-o", tmp_path / "no" / "towns.csv")
    assert failed.exit_code == 2
    assert f"{tmp_path}/no/towns.csv" in failed.stderr


# Streams and colour


def test_data_goes_to_stdout_and_talk_to_stderr(releases: Path) -> None:
    answer = run("--releases", releases, *ASKED, "--format", "json")
    assert len(json.loads(answer.stdout)) == 6
    assert answer.stderr == f"6 rows as of 2020-07-01, release {(releases / 'current').resolve().name}\n"


def test_a_piped_portrait_has_no_colour(releases: Path) -> None:
    assert b"\x1b" not in spawn("--releases", releases, "show", "Luleå").stdout


@pytest.mark.parametrize(("setting", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_a_portrait_is_coloured_on_a_terminal_unless_no_color_is_set(
    releases: Path, setting: dict[str, str], coloured: bool
) -> None:
    ours, theirs = pty.openpty()
    settings = {name: value for name, value in os.environ.items() if name != "NO_COLOR"} | setting
    with subprocess.Popen(
        [*PROGRAM, "--lang", "sv", "--releases", str(releases), "show", "Kemi"], stdout=theirs, env=settings
    ) as process:
        shown = os.read(ours, 4000)
        process.wait(60)
    os.close(ours)
    os.close(theirs)
    assert (b"\x1b[1mKemi\x1b[0m" in shown) == coloured


def test_a_reader_that_has_seen_enough_gets_no_traceback(releases: Path) -> None:
    everything = "SELECT * WHERE { ?s ?p ?o }"
    with subprocess.Popen(
        [*PROGRAM, "--releases", str(releases), "sparql", everything, "--format", "csv"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout and process.stderr
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read().decode()
    assert [line for line in said.splitlines() if not re.match(r"\d+ row", line)] == []


def test_ctrl_c_ends_a_build_without_a_traceback_or_a_release(tmp_path: Path) -> None:
    with subprocess.Popen(
        [*PROGRAM, "--lang", "en", "build", str(dataset(tmp_path)), "--out", str(tmp_path / "releases")],
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stderr
        # Its first line is said before anything is read, so the signal meets it at work.
        assert process.stderr.readline().startswith(b"Building from: ")
        # Pressed until it ends, as a person does: a library in between may swallow one.
        while process.poll() is None:
            process.send_signal(signal.SIGINT)
            time.sleep(0.05)
        said = process.stderr.read()
    assert (process.returncode, said.strip()) == (130, b"")
    assert not (tmp_path / "releases" / "current").exists()


# Languages and settings


def test_the_language_may_be_named_before_or_after_the_command(releases: Path) -> None:
    def names(*arguments: str) -> str:
        return CliRunner().invoke(main, ["--releases", str(releases), *arguments], env=ENVIRONMENT).stdout

    assert names("--lang", "sv", "show", "Kemi") == names("show", "Kemi", "--lang", "sv")


def test_settings_come_from_the_environment(releases: Path) -> None:
    settings = {**ENVIRONMENT, "LULEA_KG_RELEASES": str(releases), "LULEA_KG_LANG": "sv"}
    answer = CliRunner().invoke(main, ["show", "Kemi"], env=settings)
    assert answer.stdout.startswith("Kemi (lokal myndighet, Finland)")


def test_the_locale_gives_the_language_when_none_is_set(releases: Path) -> None:
    settings = {**ENVIRONMENT, "LC_ALL": "sv_FI.UTF-8"}
    answer = CliRunner().invoke(main, ["--releases", str(releases), *ASKED, "--standing", "ended"][:-2], env=settings)
    assert "6 rader, gäller 2020-07-01" in answer.stderr


# Names


@pytest.mark.parametrize("name", ["Luleå", "luleå kommun", "LULEÅ", "Lulea", "2580", "Q177019", "Luleå, SE",
                                  "cgucjzu2ns", "https://w3id.org/munirel/id/actor/cgucjzu2ns"])  # fmt: skip
def test_a_municipality_is_found_by_name_code_key_and_iri(releases: Path, name: str) -> None:
    answer = run("--releases", releases, "ask", "twin-towns", "--municipality", name, *ASKED[4:], "--format", "csv")
    assert answer.stdout == run("--releases", releases, *ASKED, "--format", "csv").stdout
    assert run("--releases", releases, "show", name).stdout.startswith("Luleå (municipality, Sweden)")


def test_a_swedish_spelling_finds_a_norwegian_town(releases: Path) -> None:
    assert run("--releases", releases, "show", "Tromsö").stdout.startswith("Tromsø (local authority, Norway)")


def test_a_claim_is_found_by_its_key(releases: Path) -> None:
    rows = json.loads(run("--releases", releases, *ASKED, "--format", "json").stdout)
    iri = next(row["claimIri"] for row in rows if row["town"] == "Kemi")
    by_key, by_iri = (run("--releases", releases, "show", name) for name in (iri.rpartition("/")[2], iri))
    assert "Kemi i Finland" in by_iri.stdout
    assert by_key.stdout == by_iri.stdout


def test_a_tie_between_names_lists_the_candidates(tmp_path: Path) -> None:
    folder = dataset(tmp_path)
    twin = '<id/actor/~randby-2> a mir:LocalAuthority ; skos:prefLabel "Randby" .\n'
    (folder / "actors.ttl").write_text(ACTORS + twin, encoding="utf-8")
    (folder / "claims.csv").unlink()
    build(folder, tmp_path / "releases")
    tie = run("--releases", tmp_path / "releases", "show", "randby")
    assert (tie.exit_code, tie.stdout) == (1, "")
    keys = re.findall(r"Randby \(([a-z2-7]{10})\)", tie.stderr)
    assert len(set(keys)) == 2
    assert run("--releases", tmp_path / "releases", "show", keys[0]).stdout.startswith("Randby")


# Errors


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ("show Lulleå", 1, "Luleå"),
        ("ask twin-towns --municipality Nowhere", 1, "'Nowhere'"),
        ("ask twin-twons", 2, "twin-towns"),
        ("ask twin-towns --asof 2020-07-01", 2, "as-of"),
        ("ask twin-towns --as-of", 2, "--as-of"),
        ("ask twin-towns --as-of 2020", 2, "YYYY-MM-DD"),
        ("ask twin-towns --as-of 2020-07", 2, "YYYY-MM-DD"),
        ("ask twin-towns --as-of 2021-02-30", 2, "'2021-02-30'"),
        ("ask twin-towns --as-of 2020-07-01 --as-of 2020-07-02", 2, "once"),
        ("ask twin-towns --as-known 2020", 2, "YYYY-MM-DD"),
        ("ask twin-towns --published-by today", 2, "YYYY-MM-DD"),
        ("ask twin-towns --format pdf", 2, "xlsx"),
        ("ask twin-towns --format ttl", 2, "csv"),
        ("ask twin-towns --standing nonsense", 2, "in-force"),
        ("ask twin-towns extra", 2, "extra"),
        ("show", 2, "THING"),
        ("show Luleå --as-of 2020", 2, "YYYY-MM-DD"),
        ("show Luleå --format csv", 2, "ttl"),
        ("sparql", 2, "--file"),
        ("sparql SELEKT", 2, "SPARQL"),
        ("sparql ASK{?s?p?o} --format ttl", 2, "csv"),
        ("sparql DESCRIBE<https://x.example> --format csv", 2, "ttl"),
        ("sparql -f nosuch.rq", 2, "nosuch.rq"),
        ("sparql SELECT*{SERVICE<http://x.example>{?s?p?o}}", 2, "SERVICE"),
        ("export out --dataset nosuch", 2, "nosuch"),
        ("check nosuch", 2, "nosuch"),
        ("build nosuch", 2, "nosuch"),
        ("build --with nosuch --out out", 2, "nosuch"),
        ("build --base ftp://x.example", 2, "ftp://x.example"),
        ("verify nosuch", 3, "nosuch"),
        ("diff nosuch nosuch", 3, "nosuch"),
        ("ask twin-towns --release nosuch", 3, "nosuch"),
        ("withdraw nosuch", 2, "--reason"),
        ("frobnicate", 2, "frobnicate"),
        ("--lang fi doctor", 2, "sv"),
    ],
)
def test_an_error_is_one_or_two_lines_with_the_code_of_its_kind(
    releases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: str, code: int, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    failed = run("--releases", releases, *arguments.split())
    assert (failed.exit_code, failed.stdout) == (code, "")
    assert said in failed.stderr
    assert len([line for line in failed.stderr.splitlines() if not line.startswith("Building from: ")]) in (1, 2)


def test_a_limit_that_was_met_has_a_code_of_its_own(releases: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_much(*_: object) -> None:
        raise LimitReached("answer-too-large", file="https://store.example", limit=1)

    monkeypatch.setattr("lulea_kg.answers.KnowledgeGraph.resolve", too_much)
    failed = run("--releases", releases, "show", "Luleå")
    assert (failed.exit_code, failed.stdout, failed.stderr.count("\n")) == (4, "", 1)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("show", "saknas"),
        ("show Lulleå", "inget heter"),
        ("ask twin-twons", "Menade du"),
        ("ask twin-towns --as-of 2020", "ÅÅÅÅ-MM-DD"),
        ("ask twin-towns --standing nonsense", "inte"),
        ("frobnicate", "frobnicate"),
        ("verify nosuch", "är ingen utgåva"),
    ],
)
def test_an_error_is_in_swedish_for_whoever_asks_in_swedish(releases: Path, arguments: str, said: str) -> None:
    failed = run("--releases", releases, *arguments.split(), lang="sv")
    assert said in failed.stderr
    assert not re.search(r"\b(the|is|not|of|Try|Usage|Error|Missing|Invalid)\b", failed.stderr)


def test_no_rows_is_an_answer_with_a_hint(releases: Path) -> None:
    answer = run("--releases", releases, "ask", "twin-towns", "--as-of", "1900-01-01", "--format", "json")
    assert (answer.exit_code, json.loads(answer.stdout)) == (0, [])
    assert answer.stderr.startswith("no rows")
    assert "1900-01-01" in answer.stderr


def test_a_query_with_names_that_are_sparql_finds_nothing_and_harms_nothing(releases: Path) -> None:
    for name in ('x" } UNION { ?s ?p ?o } #', "x\\", 'x\n"', "' OR 1=1 --", "%", "\0", "https://a.example/> ?p ?o } #"):
        for command in (("ask", "twin-towns", "--municipality"), ("show",)):
            failed = run("--releases", releases, *command, name)
            assert (failed.exit_code, failed.stdout) == (1, "")


def test_a_very_long_name_is_not_echoed_whole(releases: Path) -> None:
    assert len(run("--releases", releases, "show", "x" * 100_000).stderr) < 1_000


# Commands


def test_help_and_questions_load_neither_rdflib_nor_pyshacl(releases: Path) -> None:
    program = (
        "import sys; from lulea_kg.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "print(sorted({'rdflib', 'pyshacl', 'owlready2'} & set(sys.modules)), file=sys.stderr)"
    )
    for arguments in (["--help"], ["--releases", str(releases), *ASKED], ["--releases", str(releases), "show", "Kemi"]):
        said = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, timeout=60, check=True)
        assert said.stderr.splitlines()[-1] == b"[]"


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_explains_itself(command: str) -> None:
    shown = run(command, "--help")
    assert shown.exit_code == 0
    assert shown.stdout.startswith(f"Usage: lulea-kg {command} ")


def test_the_list_of_commands_cuts_no_sentence() -> None:
    listed = run("--help").stdout.partition("Commands:")[2].splitlines()
    assert {line.split()[0] for line in listed if line.strip()} == set(main.commands)
    assert not [line for line in listed if line.endswith("...")]


def test_ask_without_a_name_lists_the_queries_and_each_tells_its_parameters(releases: Path) -> None:
    names = [line.split()[0] for line in run("ask").stdout.splitlines()]
    assert {"twin-towns", "cooperations", "history", "evidence"} <= set(names)
    assert re.search(r"--municipality\b.*2580", run("ask", "twin-towns", "--parameters").stdout)


def test_every_query_answers_in_both_languages_on_the_shipped_data(releases: Path) -> None:
    for name in (line.split()[0] for line in run("ask").stdout.splitlines()):
        for lang in ("sv", "en"):
            assert run("--releases", releases, "ask", name, lang=lang).exit_code == 0


def test_sparql_reads_its_query_from_a_file_or_stdin(releases: Path, tmp_path: Path) -> None:
    (tmp_path / "towns.rq").write_text(TOWNS_QUERY, encoding="utf-8")
    from_file = run("--releases", releases, "sparql", "-f", tmp_path / "towns.rq", "--format", "csv")
    typed = run("--releases", releases, "sparql", "-f", "-", "--format", "csv", typed=TOWNS_QUERY)
    assert from_file.stdout.splitlines()[:2] == ["town", "Kemi"]
    assert typed.stdout == from_file.stdout


def test_doctor_lists_weak_points_in_both_languages(releases: Path) -> None:
    swedish, english = (run("--releases", releases, "doctor", lang=lang) for lang in ("sv", "en"))
    assert "lulea.nu" in swedish.stdout
    assert "lulea.nu" in english.stdout
    assert swedish.stdout.count("\n") == english.stdout.count("\n") > 10


def test_new_check_build_and_ask_lead_from_nothing_to_an_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made = run("new", "Exempelköping", "--base", "https://exempelkoping.example/rel", "--on", "2027-01-15")
    folder = Path(made.stdout.strip())
    assert {path.name for path in folder.iterdir()} == {
        "dataset.toml", "actors.ttl", "sources.csv", "claims.csv", "registry.csv"
    }  # fmt: skip
    assert run("check", folder).exit_code == 0
    monkeypatch.chdir(folder)
    assert run("build").exit_code == 0
    assert run("show", "Exempelköping").stdout.startswith("Exempelköping (local authority)")
    assert (tmp_path / folder / "releases" / "current").is_symlink()


def test_check_says_which_data_are_wrong_and_which_cannot_be_read(tmp_path: Path) -> None:
    whole, faulty = dataset(tmp_path / "a"), dataset(tmp_path / "b", {"since": "igår"})
    blocked = dataset(tmp_path / "c")
    nameless = "\n<id/actor/~nobody> a mir:LocalAuthority .\n"
    (blocked / "actors.ttl").write_text(ACTORS + nameless, encoding="utf-8")
    assert [run("check", folder).exit_code for folder in (whole, blocked, faulty)] == [0, 1, 2]


def test_a_file_is_checked_with_the_dataset_it_belongs_to(tmp_path: Path) -> None:
    folder = dataset(tmp_path, {"since": "igår"})
    assert run("check", folder / "claims.csv").stderr == run("check", folder).stderr


def test_a_withdrawn_claim_leaves_the_answers_but_not_the_memory(tmp_path: Path) -> None:
    folder, out = dataset(tmp_path), tmp_path / "releases"
    assert [row["town"] for row in towns(out, folder)] == ["Randby"]
    stamped = run("withdraw", "avtal/r2", "--reason", "misread", "--data", folder, "--on", "2027-02-01")
    assert stamped.stdout == "avtal/r2\n"
    assert towns(out, folder) == []
    assert [row["town"] for row in towns(out, folder, "--as-known", "2027-01-31")] == ["Randby"]


def towns(out: Path, folder: Path, *view: str) -> list[dict[str, str]]:
    """Build anew and return the twin towns of Exempelköping on a day."""
    build(folder, out)
    asked = ("ask", "twin-towns", "--municipality", "Exempelköping", "--as-of", "2027-01-20", *view, "--format", "json")
    rows: list[dict[str, str]] = json.loads(run("--releases", out, *asked).stdout)
    return rows


def test_a_question_builds_the_release_once_when_there_is_none_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset(tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    first, second = run("show", "Randby"), run("show", "Randby")
    assert first.stdout.startswith("Randby (local authority)")
    assert "No release in releases yet" in first.stderr
    assert "exempelkoping" in first.stderr
    assert (second.stdout, second.stderr) == (first.stdout, "")


def test_the_first_line_of_a_build_names_what_was_taken(tmp_path: Path) -> None:
    said = run("build", dataset(tmp_path), "--out", tmp_path / "releases").stderr
    assert said.splitlines()[0] == "Building from: countries, definitions, exempelkoping, places"
