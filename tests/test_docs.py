"""The documents: all that the product has is in them, all that they show is so, and all that they point to is there."""

import re
import shlex
import shutil
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

import click
import pytest
from click.testing import CliRunner

from lulea_kg import errors, queries
from lulea_kg.cli import main
from lulea_kg.cli.asking import GRAPHS, TABLES
from lulea_kg.sources.tables import COLUMNS

ROOT: Final = Path(__file__).parents[1]
DOCS: Final = ROOT / "docs"
PAGES: Final = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
MARKDOWN: Final = sorted([*PAGES, *(path for name in ("benchmarks", "data") for path in (ROOT / name).rglob("*.md"))])
DECISIONS: Final = sorted((DOCS / "decisions").glob("*.md"))
SCREEN: Final = 60
COMMANDS: Final = dict(main.commands)
QUERIES: Final = queries.names(ROOT / "queries")
BLOCK: Final = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# A file that a reader is told to make: its path in a line of its own, then its content.
FILE: Final = re.compile(r"^`([^`\n]+)`:\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SETUP: Final = "python3 -m venv --without-pip .venv && python3 -m pip --python .venv/bin/python install -q"


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def text(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def section(page: str, heading: str) -> str:
    """Return what stands under a heading of the second level."""
    return text(page).partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


# What the product has


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_section_that_names_all_its_options(command: str) -> None:
    described = section("docs/commands.md", command)
    options = {option for p in COMMANDS[command].params if isinstance(p, click.Option) for option in p.opts}
    assert options - set(re.findall(r"--?[a-z-]+", described)) == set()


def test_the_commands_page_describes_no_command_that_is_not_there() -> None:
    assert re.findall(r"^## (.+)$", text("docs/commands.md"), re.MULTILINE) == sorted(COMMANDS)


def test_every_option_of_the_program_is_described() -> None:
    head = text("docs/commands.md").partition("\n## ")[0]
    assert {o for p in main.params if isinstance(p, click.Option) for o in p.opts if f"`{o}" not in head} == set()


def test_one_table_lists_every_query_with_what_it_answers_and_its_parameters() -> None:
    rows = re.findall(r"^\| `(.+?)` \| (.+?) \| (.*?) \|$", section("docs/researcher.md", "Queries"), re.MULTILINE)
    found = {query: (answers, re.findall(r"--[a-z-]+", parameters)) for query, answers, parameters in rows}
    assert found == {query: described(query) for query in QUERIES}


def described(query: str) -> tuple[str, list[str]]:
    loaded = queries.find(ROOT / "queries", query)
    return loaded.answers["en"], [f"--{option}" for option in loaded.parameters if option != "lang"]


def test_every_format_of_tables_and_graphs_is_described() -> None:
    tables, graphs = section("docs/formats.md", "Tables"), section("docs/formats.md", "Graphs")
    assert [f for f in TABLES if f"| `{f}` |" not in tables] == []
    assert [f for f in GRAPHS if f"`{f}` (" not in graphs] == []


def test_every_module_has_its_station() -> None:
    folder = ROOT / "src" / "lulea_kg"
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__", "__main__"}
    packages = {f"{path.parent.name}/" for path in folder.glob("*/__init__.py")}
    table = text("docs/developer.md").partition("| station | modules |")[2].partition("\n\n")[0]
    assert sorted(re.findall(r"`(.+?)`", table)) == sorted(modules | packages)


def test_every_column_of_the_tables_is_described_to_publishers() -> None:
    rows = re.findall(r"^\| (`.+?`) \|", text("docs/publisher.md"), re.MULTILINE)
    assert [column for row in rows for column in re.findall(r"\w+", row)] == [*COLUMNS["sources"], *COLUMNS["claims"]]


def test_every_environment_variable_is_described_where_its_reader_looks() -> None:
    assert variables(ROOT / "src") == set(re.findall(r"LULEA_KG_[A-Z_]+", section("docs/operator.md", "Settings")))
    assert variables(ROOT / "tests") <= set(re.findall(r"LULEA_KG_[A-Z_]+", section("docs/developer.md", "Tests"))) | (
        variables(ROOT / "src")
    )


def variables(folder: Path) -> set[str]:
    found = (re.findall(r"LULEA_KG_[A-Z]\w+", path.read_text(encoding="utf-8")) for path in folder.rglob("*.py"))
    return {variable for names in found for variable in names}


def test_every_exit_code_is_described() -> None:
    codes = re.findall(r"^\| (\d+) \|", section("docs/operator.md", "Exit codes"), re.MULTILINE)
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.LuleaKGError)]
    # 0 is done, 130 is interrupted: no error of ours.
    assert {int(code) for code in codes} == {0, 130} | {kind.exit_code for kind in kinds}


def test_the_changelog_has_an_entry_for_this_version() -> None:
    version = tomllib.loads(text("pyproject.toml"))["project"]["version"]
    lines = re.findall(r"^- (\S+)", section("CHANGELOG.md", version), re.MULTILINE)
    assert lines
    assert set(lines) <= {"CLI:", "SPARQL:", "ontology:", "data:", "HTTP:", "Python:"}


def test_the_data_licences_are_those_the_datasets_name() -> None:
    page = " ".join(text("LICENSE-DATA.md").split())
    for path in (ROOT / "data").glob("*/dataset.toml"):
        dataset = tomllib.loads(path.read_text(encoding="utf-8"))
        licence = dataset["licence"].replace("CC-BY", "CC BY").replace("-4.0", " 4.0").replace("CC0-1.0", "CC0 1.0")
        assert f"| `{dataset['name']}` | [{licence}]" in page
        assert dataset.get("attribution", "") in page


# How the documents are kept


def test_decisions_are_numbered_without_gaps() -> None:
    assert [path.name[:5] for path in DECISIONS] == [f"{number:04}-" for number in range(1, len(DECISIONS) + 1)]


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_fits_a_screen_and_says_situation_choice_and_what_follows(path: Path) -> None:
    content = path.read_text(encoding="utf-8")
    assert len(content.splitlines()) <= SCREEN
    assert re.findall(r"^## (.+)$", content, re.MULTILINE) == ["Situation", "Choice", "What follows"]
    assert content.startswith(f"# {int(path.name[:4])}. ")


@pytest.mark.parametrize("path", MARKDOWN, ids=name)
def test_every_relative_link_leads_to_a_file_and_a_heading(path: Path) -> None:
    assert [link for link in links(path) if not leads_somewhere(path, link)] == []


def links(path: Path) -> list[str]:
    prose = BLOCK.sub("", path.read_text(encoding="utf-8"))
    return [link for link in re.findall(r"\]\(([^)\s]+)\)", prose) if not re.match(r"[a-z]+:", link)]


def leads_somewhere(path: Path, link: str) -> bool:
    file, _, anchor = link.partition("#")
    target = path.parent / file if file else path
    return target.exists() and (not anchor or anchor in anchors(target))


def anchors(path: Path) -> list[str]:
    headings = re.findall(r"^#+ (.+)$", BLOCK.sub("", path.read_text(encoding="utf-8")), re.MULTILINE)
    return [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings]


# What the documents show


def shown(path: Path) -> list[list[str]]:
    """Return the words of every lulea-kg command that stands in a block of shell or console."""
    blocks = [code for kind, code in BLOCK.findall(path.read_text(encoding="utf-8")) if kind in ("sh", "console")]
    lines = [line for code in blocks for line in code.splitlines() if "lulea-kg" in line]
    return [words for line in lines for words in commands(line.removeprefix("$ "))]


def commands(line: str) -> Iterator[list[str]]:
    """Yield the lulea-kg commands of a line of shell, each as its words after lulea-kg."""
    words: list[str] = []
    for word in [*shlex.split(line, comments=True), "&&"]:
        if word not in ("&&", "|", ">"):
            words.append(word)
            continue
        if words and words[0].rpartition("/")[2] == "lulea-kg":
            yield words[1:]
        words = []


@pytest.mark.parametrize("path", [page for page in PAGES if shown(page)], ids=name)
def test_every_command_shown_is_one_the_program_has(path: Path) -> None:
    assert [words for words in shown(path) if unknown(words)] == []


def unknown(words: list[str]) -> set[str]:
    """Return the words of a command that the program would not understand."""
    command = COMMANDS.get(words[0])
    if not command:
        return {words[0]}
    options = [p for p in [*main.params, *command.params] if isinstance(p, click.Option)]
    known = {o for option in options for o in option.opts}
    if words[0] == "ask" and words[1:]:
        known |= {f"--{option}" for option in queries.find(ROOT / "queries", words[1]).parameters} | {"--parameters"}
    choices = {o: p.type.choices for p in options for o in p.opts if isinstance(p.type, click.Choice)}
    wrong = {value for option, value in pairwise(words) if option in choices and value not in choices[option]}
    return wrong | {word for word in words if re.match(r"--?[a-z]", word) and word not in known}


def test_the_readme_sets_up_and_asks_with_one_command_and_tests_with_another() -> None:
    lines = re.findall(r"^\$ (.+)$", text("README.md"), re.MULTILINE)
    asked = ".venv/bin/lulea-kg ask twin-towns --municipality Luleå --as-of 2020-07-01"
    assert lines == [
        f"{SETUP} . && .venv/bin/lulea-kg build && {asked}",
        f"{SETUP} -e '.[test]' && .venv/bin/pytest",
    ]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the shipped data and a release of them: a copy of the repository after the first command."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "data", folder / "data")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert run(["build"], "en")[0] == 0
    return folder


@pytest.mark.parametrize("path", [page for page in PAGES if "```console" in page.read_text(encoding="utf-8")], ids=name)
def test_what_a_page_shows_is_what_the_commands_print(
    path: Path, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for variable in variables(ROOT / "src"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    swedish = path.name == "publisher.md"
    if swedish:
        Path("data").mkdir()
    else:
        shutil.copytree(project, tmp_path, symlinks=True, dirs_exist_ok=True)
    for command, output in console(path):
        results = [run(words, "sv" if swedish else "en") for words in commands(command)]
        printed = "".join(printed for _, printed in results)
        assert re.fullmatch(pattern(output), printed), f"{command}\nprints\n{printed}\nand not\n{output}"
        assert {code for code, _ in results} == {0}
        if swedish and " new " in command:
            write_files(path)


def test_the_coverage_table_of_the_codebook_is_what_its_query_answers(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    printed = run(["sparql", "-f", str(DOCS / "coverage.rq"), "--format", "csv"], "en")[1]
    answered = {line.partition(",")[0]: line.split(",")[1:] for line in printed.splitlines()}
    rows = re.findall(r"^\| .+ `([A-Z]{3})` \|[ 0-9]*\|[ 0-9]*\|(.+)\|$", section("docs/codebook.md", "Coverage"), re.M)
    assert {country: re.findall("[0-9]+", figures) for country, figures in rows} == {
        country: answered[country] for country, _ in rows
    }


def console(path: Path) -> Iterator[tuple[str, str]]:
    """Yield each command of a page's console blocks with the output shown; those of pytest are not run here."""
    for kind, code in BLOCK.findall(path.read_text(encoding="utf-8")):
        if kind == "console":
            for command, output in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", code, re.MULTILINE):
                if "lulea-kg" in command:
                    yield command, output


def run(words: list[str], lang: str) -> tuple[int, str]:
    """Run a command as a person of a language would, on one day; return its exit code and all it prints."""
    on = ["--on", "2026-11-25"] if words[0] in ("new", "withdraw") else []
    result = CliRunner(env={"LC_ALL": f"{lang}.UTF-8"}).invoke(main, [*words, *on])
    return result.exit_code, "".join(f"{line.rstrip()}\n" for line in result.output.splitlines())


def pattern(output: str) -> str:
    """Return what an output shown stands for: a line `…` is any lines, `…` within a line any words."""
    lines = output.splitlines()
    return "".join(
        r"(?:.*\n)*" if line == "…" else re.sub(r"(\\ )*…(\\ )*", ".*", re.escape(line)) + r"\n" for line in lines
    )


def write_files(path: Path) -> None:
    for file, content in FILE.findall(path.read_text(encoding="utf-8")):
        Path(file).parent.mkdir(parents=True, exist_ok=True)
        Path(file).write_text(content, encoding="utf-8")
