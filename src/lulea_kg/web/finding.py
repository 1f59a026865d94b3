"""/lookup and /search: from a code of another register, or from words, to the things they mean."""

import json
import re
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse

from lulea_kg.web.app import FRESH, Answer, Content, language, root_of
from lulea_kg.web.named import LISTS
from lulea_kg.web.negotiation import agreed
from lulea_kg.web.problems import Problem
from lulea_kg.web.served import Served

# Hits on one page, and how far one may turn pages.
_HITS: Final = 20
_MOST_PAGES: Final = 500


async def lookup(request: Request, served: Served) -> Answer:
    """Answer /lookup/{scheme}/{code}: the thing it names (303), which of several (300), or near codes (404)."""
    scheme, wanted = request.path_params["scheme"], request.path_params["code"]
    known = served.codes.by_scheme
    if scheme not in known:
        raise Problem(404, "scheme-unknown", found=scheme, expected=", ".join(sorted(known)))
    things = served.codes.things(scheme, wanted)
    if not things:
        near = ", ".join(served.codes.near(scheme, wanted))
        raise Problem(404, "code-unknown", scheme=scheme, found=wanted, suggestions=near)
    root = root_of(request)
    paths = [f"{root}/id/{thing.rpartition('/id/')[2]}" for thing in things]
    if len(paths) > 1:
        links = ", ".join(f'<{path}>; rel="alternate"' for path in paths)
        return PlainTextResponse("".join(f"{path}\n" for path in paths), 300, {"Link": links, "Cache-Control": FRESH})
    return RedirectResponse(paths[0], 303, {"Cache-Control": FRESH})


async def search(request: Request, served: Served) -> Answer:
    """Answer /search?q=: what the words find, best first, as a page or as JSON."""
    format_ = agreed(request.headers.get("accept"), LISTS)
    lang, by = language(request)
    wanted, page = request.query_params.get("q", "").strip(), request.query_params.get("page", "1")
    if not re.fullmatch(r"[1-9][0-9]{0,3}", page) or int(page) > _MOST_PAGES:
        raise Problem(404, "no-page", found=page, expected=_MOST_PAGES)
    root, names = root_of(request), served.kg.names

    async def make() -> bytes:
        found = names.search(wanted, _HITS, (int(page) - 1) * _HITS)
        if format_ == "html":
            from lulea_kg.pages import search

            return await run_in_threadpool(
                search.page, served.view(root, lang), wanted, found, int(page), _HITS, served.documents
            )
        hits = [
            {"iri": hit.iri, "label": hit.label, "type": hit.type, "how": hit.how, "text": hit.text, "lang": hit.lang}
            for hit in found.hits
        ]
        told = {"query": wanted, "total": found.total, "page": int(page), "instead": found.instead, "hits": hits}
        return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()

    return Content(LISTS[format_], make, lang, ("Accept", *by))
