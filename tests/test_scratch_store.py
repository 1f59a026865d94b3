"""Any query straight over RDF files: `sparql --data FILE --graph IRI=FILE --default-graph union|strict`."""

import gzip
from pathlib import Path

import pytest
from invented import run

from lulea_kg.errors import InputError
from lulea_kg.stores.scratch import ScratchStore

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
TRIPLE = "<http://e.example/a> <http://e.example/p> <http://e.example/b> ."
FORMS = {
    "a.ttl": TRIPLE,
    "a.nt": TRIPLE,
    "a.nq": TRIPLE,
    "a.trig": TRIPLE,
    "a.n3": TRIPLE,
    "a.jsonld": '{"@id": "http://e.example/a", "http://e.example/p": {"@id": "http://e.example/b"}}',
    "a.rdf": '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e.example/">'
    '<r:Description r:about="http://e.example/a"><e:p r:resource="http://e.example/b"/></r:Description></r:RDF>',
    "a.trix": '<TriX xmlns="http://www.w3.org/2004/03/trix/trix-1/"><graph><triple><uri>http://e.example/a</uri>'
    "<uri>http://e.example/p</uri><uri>http://e.example/b</uri></triple></graph></TriX>",
}


def written(folder: Path, name: str, text: str = TRIPLE) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", FORMS)
def test_a_file_is_read_by_the_format_of_its_name(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, name, FORMS[name])
    assert b"true" in ScratchStore([path], [], union=True).query(f"ASK {{ {TRIPLE} }}")


def test_a_gzipped_file_is_read_like_the_plain_one(tmp_path: Path) -> None:
    path = tmp_path / "a.nt.gz"
    path.write_bytes(gzip.compress(TRIPLE.encode()))
    assert b"true" in ScratchStore([path], [], union=True).query(f"ASK {{ {TRIPLE} }}")


@pytest.mark.parametrize(("default_graph", "count"), [("union", "1"), ("strict", "0")])
def test_named_graphs_are_in_the_default_graph_only_of_the_union(
    tmp_path: Path, default_graph: str, count: str
) -> None:
    graph = f"http://g.example/={written(tmp_path, 'a.ttl')}"
    answer = run("sparql", COUNT, "--graph", graph, "--default-graph", default_graph, "--format", "csv")
    assert answer.stdout == f"n\n{count}\n"


def test_a_triple_of_two_files_counts_once_in_the_union(tmp_path: Path) -> None:
    data, graph = written(tmp_path, "a.ttl"), f"http://g.example/={written(tmp_path, 'b.ttl')}"
    assert run("sparql", COUNT, "--data", data, "--graph", graph, "--format", "csv").stdout == "n\n1\n"


def test_blank_nodes_of_two_files_stay_apart(tmp_path: Path) -> None:
    files = [written(tmp_path, name, "_:x <http://e.example/p> 1 .") for name in ("a.ttl", "b.ttl")]
    assert b'"2"' in ScratchStore(files, [], union=True).query("SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p 1 }")


def test_a_graph_comes_out_as_a_graph(tmp_path: Path) -> None:
    answer = run("sparql", "CONSTRUCT WHERE { ?s ?p ?o }", "--data", written(tmp_path, "a.ttl"), "--format", "nt")
    assert answer.stdout.strip() == TRIPLE


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [("a.docx", TRIPLE, ".docx"), ("a.ttl", "<a> <b>", "row 1"), ("a.nt.gz", "no gzip", "cannot be read")],
)
def test_a_file_that_is_no_rdf_is_named_in_one_line(tmp_path: Path, name: str, text: str, said: str) -> None:
    answer = run("sparql", COUNT, "--data", written(tmp_path, name, text))
    assert (answer.exit_code, answer.stdout, answer.stderr.count("\n")) == (2, "", 1)
    assert name in answer.stderr and said in answer.stderr


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no\.ttl"):
        ScratchStore([tmp_path / "no.ttl"], [], union=True)


def test_a_graph_without_a_file_is_wrong_use(tmp_path: Path) -> None:
    answer = run("sparql", COUNT, "--graph", str(written(tmp_path, "a.ttl")))
    assert (answer.exit_code, "IRI=FILE" in answer.stderr) == (2, True)
