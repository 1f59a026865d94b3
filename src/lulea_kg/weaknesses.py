"""What is weak in a release: the to-do list of whoever keeps the data, each kind with what to do about it."""

import json
from collections.abc import Iterator

from lulea_kg import files, queries
from lulea_kg.answers import KnowledgeGraph
from lulea_kg.messages import text


def find(kg: KnowledgeGraph, lang: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each kind of weakness that there is, in `lang`, with what it was found in.

    The kinds are the queries of ontology/weaknesses, then the build's own findings and phrases it could not check.
    """
    for path in sorted((files.shipped("ontology") / "weaknesses").glob("*.rq")):
        query = queries.load(path)
        rows = json.loads(kg.store.query(query.sparql))["results"]["bindings"]
        if rows:
            yield query.title[lang], [row["what"]["value"] for row in rows]
    report = kg.release.report
    if found := [" ".join(filter(None, [f["place"], f["words"][lang]])) for f in report["findings"]]:
        yield text("build-findings", lang), found
    if absent := report["phrases"]["notRechecked"]:
        yield text("phrases-absent", lang, count=absent), []
