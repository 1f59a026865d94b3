"""What is weak in a release, in sentences: the to-do list of whoever keeps the data."""

import json
from collections.abc import Iterator

from lulea_kg import files
from lulea_kg.answers import KnowledgeGraph
from lulea_kg.messages import text


def find(kg: KnowledgeGraph, lang: str) -> Iterator[str]:
    """Yield each weak point in `lang`: from the queries of ontology/weaknesses, then the build's own findings."""
    for path in sorted((files.shipped("ontology") / "weaknesses").glob("*.rq")):
        for row in json.loads(kg.store.query(files.read_text(path)))["results"]["bindings"]:
            yield row["meddelande" if lang == "sv" else "message"]["value"]
    report = json.loads((kg.release.folder / "report.json").read_bytes())
    for found in report["findings"]:
        yield f"{found['place']}: {found['words'][lang]}" if found["place"] else found["words"][lang]
    if absent := report["phrases"]["notRechecked"]:
        yield text("phrases-absent", lang, count=absent)
