"""A module imports only from what stands before it, and a question loads no library that only builds need."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from invented import build, dataset

import lulea_kg

CODE: Final = Path(lulea_kg.__file__).parent
PACKAGE: Final = "lulea_kg"
# The order of the product, station by station: each module may import from those before it, and from no other.
STATIONS: Final = {
    "words and days": ["__init__", "messages", "errors", "terms", "headings", "times", "spelling"],
    "values and files": ["digests", "files", "model", "rows", "iris", "spool"],
    "stores": ["stores", "stores.guard", "stores.embedded", "stores.disk", "stores.remote", "stores.scratch"],
    "reading": [
        *("sources", "sources.sheets", "sources.labels", "sources.spreadsheet", "sources.habits", "sources.workbook"),
        *("datasets", "sources.tables", "sources.cells", "sources.claims", "sources.actors", "sources.links"),
        *("sources.turtle", "graphs", "texts", "search", "names", "queries", "snapshots", "gather"),
    ],
    "deriving and checking": [
        *("timeline", "statements", "spells", "measures", "computed", "rules"),
        *("slices", "reach", "finder", "checks", "cluster"),
    ],
    "writing": [
        *("exports", "exports.graphs", "exports.tables", "describe", "exports.network", "exports.columns"),
        *("exports.contents", "concordance", "exports.csvw", "exports.edges", "exports.geojson", "exports.gexf"),
        *("exports.book", "exports.bundle", "exports.schema", "exports.faults", "exports.template"),
    ],
    "catalogue": [
        *("catalogue", "catalogue.triples", "catalogue.holdings", "catalogue.parties", "catalogue.distributions"),
        *("catalogue.dcat", "catalogue.void"),
    ],
    "releases": ["release", "seal", "inputs", "diff", "build", "push"],
    "answers": [
        *("documents", "around", "views", "answers", "weaknesses", "prefill"),
        *("exports.prose", "exports.portrait", "exports.card"),
    ],
    "keeping": ["editing", "erase"],
    "reconciliation": [
        *("reconcile", "reconcile.values", "reconcile.kinds", "reconcile.questions", "reconcile.resemblance"),
        *("reconcile.candidates", "reconcile.scores", "reconcile.properties", "reconcile.service"),
        "reconcile.suggestions",
    ],
    "pages": ["pages", "pages.words", "pages.view", "pages.things", "pages.queries", "pages.search"],
    "HTTP": [
        *("web", "web.problems", "web.negotiation", "web.protocol", "web.description", "web.isolation"),
        *("web.worker", "web.pool"),
        *(
            "web.codes",
            "web.keeping",
            "web.served",
            "web.app",
            "web.things",
            "web.sparql",
            "web.site",
            "web.named",
            "web.finding",
            "web.data",
        ),
        *("web.changes", "web.releases", "web.catalogue", "web.reconciling", "web.openapi", "web.routes"),
        "web.guarded",
    ],
    "command line": ["cli.talk", "cli.making", "cli.asking", "cli.keeping", "cli.serving", "cli", "__main__"],
}
ORDER: Final = [module for station in STATIONS.values() for module in station]
MODULES: Final = {
    ".".join(path.relative_to(CODE).with_suffix("").parts).removesuffix(".__init__"): path
    for path in CODE.rglob("*.py")
}
# Libraries that a question must not load: they cost many times the question.
HEAVY: Final = {"rdflib", "pyshacl", "shifty", "owlready2", "SPARQLWrapper", "pandas", "starlette", "uvicorn", "jinja2"}


def imports(path: Path) -> Iterator[tuple[str, str]]:
    """Yield every module that a file imports at run time, wherever the import stands, and the name taken from it."""
    for node in running(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((name.name, "") for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield from ((node.module or "", name.name) for name in node.names)


def running(node: ast.AST) -> Iterator[ast.AST]:
    """Yield a node and those below it, except what only a type checker sees."""
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return
    yield node
    for child in ast.iter_child_nodes(node):
        yield from running(child)


def own(module: str, name: str) -> str:
    """Return which of the product's modules an import takes, "" when it is none of them."""
    if module != PACKAGE and not module.startswith(PACKAGE + "."):
        return ""
    inside = module.removeprefix(PACKAGE).removeprefix(".")
    longer = f"{inside}.{name}".removeprefix(".")
    return longer if longer in MODULES else inside or "__init__"


def test_every_module_has_one_place_in_the_order() -> None:
    assert sorted(ORDER) == sorted(MODULES)


@pytest.mark.parametrize("module", ORDER)
def test_a_module_imports_only_from_what_stands_before_it(module: str) -> None:
    taken = {own(*imported) for imported in imports(MODULES[module])} - {""}
    assert taken <= set(ORDER[: ORDER.index(module)])


@pytest.mark.parametrize(
    ("library", "users"),
    [
        ("rdflib", {"checks", "stores.scratch"}),
        ("pyshacl", {"checks"}),
        ("shifty", {"finder"}),
        ("SPARQLWrapper", {"stores.remote"}),
        ("sqlite3", {"names"}),
        ("distributed", {"cluster"}),
        ("click", {"cli", "cli.talk", "cli.making", "cli.asking", "cli.keeping", "cli.serving"}),
        ("jinja2", {"pages.view"}),
        ("uvicorn", {"cli.serving", "web.guarded"}),
    ],
)
def test_a_library_is_known_to_few_modules(library: str, users: set[str]) -> None:
    found = {name for name, path in MODULES.items() if any(m.partition(".")[0] == library for m, _ in imports(path))}
    assert found == users


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a releases folder with the release of an invented municipality."""
    folder = tmp_path_factory.mktemp("architecture")
    build(dataset(folder), folder / "releases")
    return folder / "releases"


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["ask", "--help"],
        ["ask"],
        ["ask", "twin-towns", "--municipality", "Exempelköping"],
        ["ask", "twin-towns", "--municipality", "Exempelköping", "--format", "csv"],
        ["sparql", "ASK { ?s ?p ?o }"],
        ["show", "Exempelköping"],
        ["doctor"],
    ],
    ids=" ".join,
)
def test_a_question_loads_no_heavy_library(releases: Path, words: list[str]) -> None:
    program = f"""
import json, sys
from lulea_kg.cli import main
try:
    main({["--releases", str(releases), *words]!r})
except SystemExit as end:
    loaded = sorted(set(sys.modules) & {HEAVY!r})
    print(json.dumps([end.code, loaded]), file=sys.stderr)
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert json.loads(ran.stderr.splitlines()[-1]) == [0, []]
