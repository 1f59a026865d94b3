"""The page of what a search finds."""

from collections.abc import Mapping
from urllib.parse import urlencode

from lulea_kg.pages.view import View, render
from lulea_kg.search import Hit, Hits


def page(view: View, wanted: str, found: Hits, number: int, size: int, words: Mapping[str, str]) -> bytes:
    """Return page `number` of what was found, `size` on each; `words` are the labels of codes in the language."""
    return render(
        "search.html",
        view,
        title=view.text("search"),
        wanted=wanted,
        found=found,
        hits=[(hit, view.href(hit.iri), words.get(hit.type, hit.type), _marked(hit)) for hit in found.hits],
        number=number,
        pages=max(1, -(-found.total // size)),
        asked=urlencode({"q": wanted, "lang": view.lang}),
    )


def _marked(hit: Hit) -> list[tuple[str, bool]]:
    """Return the text that matched in parts, each with whether it is what was sought; nothing when it is the label."""
    if hit.text == hit.label:
        return []
    parts, place = [], 0
    for begin, end in hit.places:
        parts += [(hit.text[place:begin], False), (hit.text[begin:end], True)]
        place = end
    return [part for part in [*parts, (hit.text[place:], False)] if part[0]]
