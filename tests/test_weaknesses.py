"""Weaknesses: what `doctor` lists, each kind a query."""

import making
from needed import ROOT

from lulea_kg.stores import select

FOLDER = ROOT / "ontology" / "weaknesses"


def found(name: str, turtle: str) -> list[str]:
    return [row["what"] for row in select(making.store(turtle), (FOLDER / name).read_text(encoding="utf-8"))]


def test_names_that_may_mean_several_are_listed_with_what_was_looked_for() -> None:
    turtle = """<id/actor/sobetsu> skos:prefLabel "Sobetsu" .
<id/search/1> a mir:Search ; mir:about <id/actor/sobetsu> ; mir:soughtFor "who is meant"@en ; mir:result mir:ambiguous ;
  skos:note "could be jp-sobetsu" .
<id/search/2> a mir:Search ; mir:about <id/actor/sobetsu> ; mir:soughtFor "a year"@en ; mir:result mir:not-found ."""
    assert found("ambiguous-name.rq", turtle) == ["Sobetsu: who is meant (could be jp-sobetsu)"]


def test_every_kind_names_the_thing_and_says_what() -> None:
    for path in sorted(FOLDER.glob("*.rq")):
        sparql = path.read_text(encoding="utf-8")
        assert "?thing" in sparql.partition("WHERE")[0], path.name
        assert "?what" in sparql.partition("WHERE")[0], path.name
