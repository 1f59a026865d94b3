"""/lookup and /search: from a code of another register, or from words, to the things they mean."""

import json
import re
from bisect import bisect_left
from collections import defaultdict
from functools import lru_cache
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse

from lulea_kg.terms import MIR, TYPES, code
from lulea_kg.web.app import FRESH, Answer, Content, language, root_of
from lulea_kg.web.named import LISTS
from lulea_kg.web.negotiation import format_for
from lulea_kg.web.problems import Problem
from lulea_kg.web.served import Served

# Hits on one page, and how far one may turn pages.
_HITS: Final = 20
_MOST_PAGES: Final = 500
_NEAR: Final = 2
_CODE, _SCHEME, _IDENTIFIES = NamedNode(MIR + "code"), NamedNode(MIR + "scheme"), NamedNode(MIR + "identifies")
_STATES, _WITHDRAWN = NamedNode(MIR + "states"), NamedNode(MIR + "withdrawnAt")
_DEFAULT: Final = DefaultGraph()


async def lookup(request: Request, served: Served) -> Answer:
    """Answer /lookup/{scheme}/{code}: the thing it names (303), which of several (300), or near codes (404)."""
    scheme, wanted = request.path_params["scheme"], request.path_params["code"]
    known = _codes(served.store)
    if scheme not in known:
        raise Problem(404, "scheme-unknown", found=scheme, expected=", ".join(sorted(known)))
    things = _identified(served.store, scheme, wanted)
    if not things:
        raise Problem(
            404, "code-unknown", scheme=scheme, found=wanted, suggestions=", ".join(_near(known[scheme], wanted))
        )
    root = root_of(request)
    paths = [f"{root}/id/{thing.rpartition('/id/')[2]}" for thing in things]
    if len(paths) > 1:
        links = ", ".join(f'<{path}>; rel="alternate"' for path in paths)
        return PlainTextResponse("".join(f"{path}\n" for path in paths), 300, {"Link": links, "Cache-Control": FRESH})
    return RedirectResponse(paths[0], 303, {"Cache-Control": FRESH})


async def search(request: Request, served: Served) -> Answer:
    """Answer /search?q=: what the words find, best first, as a page or as JSON."""
    format_ = format_for(request.headers.get("accept"), LISTS)
    if not format_:
        raise Problem(406, "formats-offered", expected=", ".join(LISTS.values()))
    lang, by = language(request)
    wanted, page = request.query_params.get("q", "").strip(), request.query_params.get("page", "1")
    if not re.fullmatch(r"[1-9][0-9]{0,3}", page) or int(page) > _MOST_PAGES:
        raise Problem(404, "no-page", found=page, expected=_MOST_PAGES)
    root, names = root_of(request), served.kg.names

    async def make() -> bytes:
        found = names.search(wanted, _HITS, (int(page) - 1) * _HITS)
        if format_ == "html":
            from lulea_kg.pages import search

            words = names.words(lang)
            return await run_in_threadpool(search.page, served.view(root, lang), wanted, found, int(page), _HITS, words)
        hits = [
            {"iri": hit.iri, "label": hit.label, "type": hit.type, "how": hit.how, "text": hit.text, "lang": hit.lang}
            for hit in found.hits
        ]
        told = {"query": wanted, "total": found.total, "page": int(page), "instead": found.instead, "hits": hits}
        return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()

    return Content(LISTS[format_], make, lang, ("Accept", *by))


def _identified(store: Store, scheme: str, wanted: str) -> list[str]:
    """Return the things that a code of a scheme names: an actor before a place; more than one when it names several."""
    things = set()
    for quad in store.quads_for_pattern(None, _CODE, Literal(wanted), _DEFAULT):
        link = quad.subject
        assert isinstance(link, NamedNode)
        in_scheme = any(store.quads_for_pattern(link, _SCHEME, NamedNode(MIR + scheme), _DEFAULT))
        if in_scheme and not _is_withdrawn(store, link):
            things |= {_value(q) for q in store.quads_for_pattern(link, _IDENTIFIES, None, _DEFAULT)}
    for type_ in TYPES:
        if found := sorted(thing for thing in things if f"/id/{type_}/" in thing):
            return found
    return []


def _is_withdrawn(store: Store, link: NamedNode) -> bool:
    claims = [quad.subject for quad in store.quads_for_pattern(None, _STATES, link, _DEFAULT)]
    return bool(claims) and all(any(store.quads_for_pattern(claim, _WITHDRAWN, None, _DEFAULT)) for claim in claims)


@lru_cache(maxsize=2)
def _codes(store: Store) -> dict[str, list[str]]:
    """Return the codes of each scheme, sorted."""
    scheme_of = {quad.subject: code(_value(quad)) for quad in store.quads_for_pattern(None, _SCHEME, None, _DEFAULT)}
    found: dict[str, set[str]] = defaultdict(set)
    for quad in store.quads_for_pattern(None, _CODE, None, _DEFAULT):
        if quad.subject in scheme_of:
            found[scheme_of[quad.subject]].add(_value(quad))
    return {scheme: sorted(codes) for scheme, codes in found.items()}


def _near(codes: list[str], wanted: str) -> list[str]:
    """Return the codes that stand next to where the code would stand."""
    place = bisect_left(codes, wanted)
    return codes[max(0, place - _NEAR) : place + _NEAR]


def _value(quad: Quad) -> str:
    return quad.object.value if isinstance(quad.object, NamedNode | Literal) else ""
