"""The page of what a search finds."""

from urllib.parse import urlencode

from lulea_kg.documents import Documents
from lulea_kg.pages.view import View, render
from lulea_kg.pages.words import TYPES
from lulea_kg.search import Hit, Hits


def page(view: View, wanted: str, found: Hits, number: int, size: int, documents: Documents) -> bytes:
    """Return page `number` of what was found, `size` on each; `documents` tell what terms are called."""
    return render(
        "search.html",
        view,
        title=view.text("search"),
        wanted=wanted,
        found=found,
        hits=[(hit, *_named(view, hit, documents), _marked(hit)) for hit in found.hits],
        number=number,
        pages=max(1, -(-found.total // size)),
        asked=urlencode({"q": wanted, "lang": view.lang}),
    )


def _named(view: View, hit: Hit, documents: Documents) -> tuple[str, str, str]:
    """Return where the page of a hit is, what it is called in the language, and what kind of thing it is."""
    label = documents.label(hit.iri, view.lang) or hit.label
    return view.href(hit.iri), label, TYPES.get(hit.type, (hit.type, hit.type))[view.lang == "sv"]


def _marked(hit: Hit) -> list[tuple[str, bool]]:
    """Return the text that matched in parts, each with whether it is what was sought; nothing when it is the label."""
    if hit.text == hit.label:
        return []
    parts, place = [], 0
    for begin, end in hit.places:
        parts += [(hit.text[place:begin], False), (hit.text[begin:end], True)]
        place = end
    return [part for part in [*parts, (hit.text[place:], False)] if part[0]]
