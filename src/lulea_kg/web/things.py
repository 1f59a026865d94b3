"""Addresses of things: /id/… leads to /doc/…, which tells what is known of the thing in the format asked for.

A thing is found by its path, whatever base it is named under and whatever host serves it. Terms (/def/…) and named
graphs (/graph/…) are things too, and have documents at /doc/def/… and /doc/graph/….
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from lulea_kg import times
from lulea_kg.documents import About, Documents
from lulea_kg.exports.graphs import write
from lulea_kg.terms import DCT, KEY, MIR, OA, PROV, TYPES
from lulea_kg.views import view_of
from lulea_kg.web.app import FRESH, Answer, Content, language, root_of
from lulea_kg.web.negotiation import DOCUMENTS, agreed
from lulea_kg.web.problems import Problem
from lulea_kg.web.served import Served

_ENDING: Final = re.compile(rf"(.+?)(?:\.({'|'.join(DOCUMENTS)}))?", re.DOTALL)
# A thing, or the words that a claim rests on.
_THING: Final = re.compile(rf"id/({'|'.join(TYPES)})/{KEY}(/[0-9]{{1,3}})?|graph/[A-Za-z0-9._~/-]{{1,200}}")
_TERM: Final = re.compile(r"def(/[A-Za-z0-9-]{1,100})?")
# The days that a view is of, in the order that views take them.
_DAYS: Final = ("as-known", "published-by", "at")
_NAMESPACE: Final = MIR.removesuffix("def/")
# Why a thing is no longer there: what says so, and the reason beside it.
_GONE: Final = ((MIR + "erasedOn", MIR + "erasedReason"), (MIR + "withdrawnAt", MIR + "withdrawnReason"))
# What goes when all claims that state it, rest on it, or are from it were withdrawn.
_OWNING: Final = (MIR + "states", OA + "hasTarget", PROV + "hadPrimarySource")


@dataclass(frozen=True)
class _Found:
    """A thing that is asked for: its IRI, and what there is to tell of it."""

    iri: str
    about: About


async def identifier(request: Request, served: Served) -> Answer:
    """Answer /id/…, /def/… and /graph/…: what tells of it (303), what replaced it (308), or which of several (300)."""
    root = root_of(request)
    path = request.scope["path"].removeprefix(root)[1:]
    found = await _found(request, served, path)
    if moved := _moved(served, found.iri, root):
        return moved
    _refuse_gone(served, found.iri)
    query = request.scope["query_string"].decode("latin-1")
    location = f"{root}/doc/{path.removeprefix('id/')}" + (f"?{query}" if query else "")
    return RedirectResponse(location, 303, {"Vary": "Accept", "Cache-Control": FRESH})


async def told(request: Request, served: Served) -> Answer:
    """Answer /doc/…: by the headers, or in the format that its ending names."""
    return await document_at(request, served, request.path_params["path"], "doc")


async def document_at(request: Request, served: Served, path: str, under: str) -> Answer:
    """Return the document that stands at a path, with or without the ending of a format, under `under`."""
    match = _ENDING.fullmatch(path)
    if not match:
        raise Problem(404, "no-such-page", found=request.scope["path"])
    path, ending = match[1], match[2]
    found = await _found(request, served, path if re.match(r"(def|graph)(/|$)", path) else "id/" + path)
    if moved := _moved(served, found.iri, root_of(request)):
        return moved
    _refuse_gone(served, found.iri)
    format_ = ending or agreed(request.headers.get("accept"))
    page, root = _page(request, found.about.pages), root_of(request)
    days = _days(request)
    here = f"{root}/{under}/{path}"
    asked = urlencode({name: str(day) for name, day in days.items() if day})
    if page > 1:
        told = await run_in_threadpool(served.documents.about, found.iri, page)
        found = replace(found, about=told or found.about)
    lang, by = language(request) if format_ == "html" else ("", ())

    def make() -> bytes:
        documents = served.documents
        if any(days.values()):
            # Gone for good with the answer: a view is made for one request.
            documents = Documents(view_of(found.iri, served.release, *days.values()).library)
        told = documents.document(found.iri, page)
        if format_ != "html":
            return write(told.ntriples, format_)
        from lulea_kg.pages import things

        view = served.view(root, lang)
        view = replace(view, day=str(days["at"])) if days["at"] else view
        return things.page(told, view, here, found.about.licences, asked)

    vary = (*(() if ending else ("Accept",)), *by)
    links = _links(root, here, found, page, dict(request.query_params))

    async def made() -> bytes:
        if not asked:
            return await run_in_threadpool(make)
        async with served.look():
            return await run_in_threadpool(make)

    return Content(DOCUMENTS[format_], made, lang, vary, links)


async def _found(request: Request, served: Served, path: str) -> _Found:
    """Return the thing at a path, named under one of the bases of the release."""
    candidates = [_NAMESPACE + path] if _TERM.fullmatch(path) else []
    if _THING.fullmatch(path):
        candidates = [f"{base}/{path}" for base in served.bases]
    for iri in candidates:
        if about := await run_in_threadpool(served.documents.about, iri):
            return _Found(iri, about)
    raise Problem(404, "no-such-page", found=request.scope["path"])


def _moved(served: Served, thing: str, root: str) -> Response | None:
    """Return the answer that leads from a key minted by mistake to what took its place; None for any other thing."""
    others = [_local(served, other, root) for other in served.documents.values(thing, DCT + "isReplacedBy")]
    if len(others) > 1:
        links = ", ".join(f'<{other}>; rel="alternate"' for other in others)
        return PlainTextResponse(
            "".join(f"{other}\n" for other in others), 300, {"Link": links, "Cache-Control": FRESH}
        )
    return RedirectResponse(others[0], 308, {"Cache-Control": FRESH}) if others else None


def is_gone(served: Served, thing: str) -> bool:
    """Tell whether a thing was erased or withdrawn, or belongs to claims that all were."""
    try:
        _refuse_gone(served, thing)
    except Problem:
        return True
    return False


def _refuse_gone(served: Served, thing: str) -> None:
    """Raise Problem when a thing was erased or withdrawn, or belongs to claims that all were."""
    values, subjects = served.documents.values, served.documents.subjects
    for when, why in _GONE:
        if days := values(thing, when):
            raise Problem(410, "gone", day=days[0], found=" ".join(values(thing, why)))
    claims = [claim for relation in _OWNING for claim in subjects(relation, thing)]
    stamps = [values(claim, MIR + "withdrawnAt") for claim in claims]
    if claims and all(stamps):
        reasons = sorted({reason for claim in claims for reason in values(claim, MIR + "withdrawnReason")})
        raise Problem(410, "gone", day=max(stamps)[0], found=" ".join(reasons))


def _local(served: Served, iri: str, root: str) -> str:
    """Return where a thing of the release is had here, the IRI of any other."""
    return next((root + iri.removeprefix(base) for base in served.bases if iri.startswith(base + "/")), iri)


def _links(root: str, here: str, found: _Found, page: int, asked: Mapping[str, str]) -> tuple[str, ...]:
    """Return the links of a document for programs: the thing's own IRI, the other formats, licences, other pages."""
    days = {name: value for name, value in asked.items() if name in _DAYS}
    query = f"?{urlencode(days)}" if days else ""
    formats = (f'<{here}.{name}{query}>; rel="alternate"; type="{type_}"' for name, type_ in DOCUMENTS.items())
    licences = (f'<{licence}>; rel="license"' for licence in found.about.licences)
    others = {"prev": page - 1, "next": page + 1}
    queries = ((name, urlencode({**asked, "page": n})) for name, n in others.items() if 1 <= n <= found.about.pages)
    pages = (f'<?{query}>; rel="{name}"' for name, query in queries)
    return (f'<{found.iri}>; rel="cite-as"', f'<{root}/catalog>; rel="describedby"', *formats, *licences, *pages)


def _days(request: Request) -> dict[str, date | None]:
    """Return the days of ?as-known=, ?published-by= and ?at=; raise InputError for what is no day."""
    asked = {name: request.query_params.get(name, "") for name in _DAYS}
    return {name: times.day(value) if value else None for name, value in asked.items()}


def _page(request: Request, pages: int) -> int:
    asked = request.query_params.get("page", "1")
    if not re.fullmatch(r"[1-9][0-9]{0,5}", asked) or int(asked) > pages:
        raise Problem(404, "no-page", found=asked, expected=pages)
    return int(asked)
