"""Every graph format reads back to the graph it was written from, by two libraries, and in one order."""

import json
from typing import Any

import making
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize
from rdflib import Graph

from lulea_kg import files
from lulea_kg.exports.graphs import SUFFIXES, write
from lulea_kg.terms import PREFIXES, XSD

# rdflib's reader of JSON-LD uses a class that rdflib itself has given up.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
FORMATS = ("ttl", "jsonld", "nt", "rdf")
READERS = {"ttl": RdfFormat.TURTLE, "jsonld": RdfFormat.JSON_LD, "nt": RdfFormat.N_TRIPLES, "rdf": RdfFormat.RDF_XML}
RDFLIB = {"ttl": "turtle", "jsonld": "json-ld", "nt": "nt", "rdf": "xml"}
CLAIM = making.ntriples("""
<id/claim/a> a mir:Claim ; mir:states <id/situation/a> ; mir:modality mir:asserted ;
    oa:hasTarget <id/claim/a/1> , <id/claim/a/2> ; mir:recordedAt "2026-01-15"^^xsd:date ; mir:confidence 0.9 ;
    skos:note "två\\nrader \\"och\\" \\\\" .
<id/claim/a/1> oa:exact "Kemi i Finland"@sv ; oa:start 120 ; oa:end 134 .
<id/situation/a> a mir:StatusPhase , <other/Type> ; mir:edtf "1972/" ;
    <other/property> "x"^^<other/type> , <o> , "x"@en .
<id/place/a> skos:prefLabel "Мурманск"@ru , "Murmansk"@sv , "Murmansk" ; mir:latitude 68.97 .
<id/source/a> schema:url "https://lulea.se/å?a=b&c"^^xsd:anyURI ; dct:title "<b>&amp;</b>"@en , "]]>"@sv .
<https://other.example/x#y> skos:exactMatch <http://www.wikidata.org/entity/Q1> ; dct:license "CC0" .
""")


def oxigraph(content: bytes, format_: str) -> list[str]:
    """Return what pyoxigraph reads, as sorted N-Triples."""
    quads = parse(content, format=READERS[format_])
    return making.lines(serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES) or b"")


def rdflib(content: bytes, format_: str) -> list[str]:
    """Return what rdflib reads, as sorted N-Triples of the other library's spelling."""
    graph = Graph().parse(data=content, format=RDFLIB[format_])
    return oxigraph(graph.serialize(format="nt", encoding="utf-8"), "nt")


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_reads_back_to_the_same_graph(format_: str) -> None:
    written = write(CLAIM, format_)
    assert oxigraph(written, format_) == making.lines(CLAIM)
    assert rdflib(written, format_) == making.lines(CLAIM)


@pytest.mark.parametrize("format_", FORMATS)
def test_the_same_graph_gives_the_same_bytes_in_whatever_order_it_came(format_: str) -> None:
    backwards = b"".join(reversed(CLAIM.splitlines(keepends=True)))
    assert write(backwards, format_) == write(CLAIM, format_)


@pytest.mark.parametrize("format_", FORMATS)
def test_a_triple_that_comes_twice_is_written_once(format_: str) -> None:
    assert write(CLAIM + CLAIM, format_) == write(CLAIM, format_)


@pytest.mark.parametrize("format_", FORMATS)
def test_an_empty_graph_is_written_and_read(format_: str) -> None:
    assert oxigraph(write(b"", format_), format_) == []


def test_every_format_has_a_suffix() -> None:
    assert tuple(SUFFIXES) == FORMATS


def test_json_ld_carries_the_products_context_inline() -> None:
    document = json.loads(write(CLAIM, "jsonld"))
    context = json.loads((files.shipped("ontology") / "context.jsonld").read_text(encoding="utf-8"))
    assert document["@context"] == context["@context"]


def test_json_ld_is_compact() -> None:
    nodes = {node["@id"]: node for node in json.loads(write(CLAIM, "jsonld"))["@graph"]}
    claim = nodes[f"{making.BASE}/id/claim/a"]
    assert claim == {
        "@id": f"{making.BASE}/id/claim/a",
        "@type": "Claim",
        "states": f"{making.BASE}/id/situation/a",
        "modality": "https://w3id.org/munirel/def/asserted",
        "hasTarget": [f"{making.BASE}/id/claim/a/1", f"{making.BASE}/id/claim/a/2"],
        "recordedAt": "2026-01-15",
        "confidence": "0.9",
        "note": 'två\nrader "och" \\',
    }


def test_turtle_uses_the_products_prefixes() -> None:
    text = write(CLAIM, "ttl").decode()
    assert "mir:modality mir:asserted" in text
    assert f"@prefix mir: <{PREFIXES['mir']}>" in text


def test_turtle_says_first_what_a_thing_is() -> None:
    assert f"\n<{making.BASE}/id/claim/a> a mir:Claim ;" in write(CLAIM, "ttl").decode()


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00", exclude_categories=["Cs", "Cc"]), max_size=20)
NODES = st.sampled_from(
    ["https://ex.example/å", "https://w3id.org/munirel/def/in-force", "urn:x:y", "https://ex.example/a,b;c"]
)
PROPERTIES = st.sampled_from(
    [*(PREFIXES["mir"] + name for name in ("states", "edtf", "recordedAt", "latitude", "kind")),
     PREFIXES["skos"] + "prefLabel", PREFIXES["rdf"] + "type", "https://ex.example/p"]
)  # fmt: skip
LITERALS = st.one_of(
    TEXTS.map(Literal),
    st.tuples(TEXTS, st.sampled_from(["sv", "en", "sv-se"])).map(lambda pair: Literal(pair[0], language=pair[1])),
    st.tuples(TEXTS, st.sampled_from([XSD + "date", XSD + "decimal", XSD + "boolean", "https://ex.example/t"])).map(
        lambda pair: Literal(pair[0], datatype=NamedNode(pair[1]))
    ),
)
TRIPLES = st.builds(Triple, NODES.map(NamedNode), PROPERTIES.map(NamedNode), st.one_of(NODES.map(NamedNode), LITERALS))


@pytest.mark.parametrize("format_", FORMATS)
@given(triples=st.lists(TRIPLES, max_size=8, unique_by=str))
def test_any_graph_reads_back_whatever_properties_and_values_meet(format_: str, triples: list[Triple]) -> None:
    content = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    assert oxigraph(write(content, format_), format_) == making.lines(content)


@given(st.lists(TRIPLES, max_size=8, unique_by=str))
def test_any_json_ld_expands_alike_in_both_libraries(triples: list[Triple]) -> None:
    written = write(serialize(triples, format=RdfFormat.N_TRIPLES) or b"", "jsonld")
    assert rdflib(written, "jsonld") == oxigraph(written, "jsonld")


def test_every_term_of_the_context_is_written_short_and_read_back() -> None:
    context: dict[str, Any] = json.loads(write(b"", "jsonld"))["@context"]
    prefixes = {name: iri for name, iri in context.items() if isinstance(iri, str) and iri[-1:] in "/#"}
    coerced = {name: entry["@id"] for name, entry in context.items() if isinstance(entry, dict)}
    iris = {
        name: prefixes[iri.partition(":")[0]] + iri.partition(":")[2] for name, iri in coerced.items() if ":" in iri
    }
    content = b"".join(f"<urn:a> <{iri}> <urn:b> .\n".encode() for iri in iris.values())
    assert oxigraph(write(content, "jsonld"), "jsonld") == making.lines(content)
