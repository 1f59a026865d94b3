"""/changes: what came, went, was withdrawn or erased, release by release, as an Atom feed, JSON or a page."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode
from xml.etree import ElementTree

from pyoxigraph import DefaultGraph, NamedNode
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from lulea_kg import headings
from lulea_kg.diff import Change, sentence
from lulea_kg.errors import LuleaKGError
from lulea_kg.messages import text
from lulea_kg.pages.view import View
from lulea_kg.release import CHANGES, Release, erased_ids
from lulea_kg.terms import MIR
from lulea_kg.web.app import Answer, Content, language, root_of, site
from lulea_kg.web.negotiation import agreed
from lulea_kg.web.problems import Problem
from lulea_kg.web.served import Served

FORMATS: Final = {"atom": "application/atom+xml", "html": "text/html", "json": "application/json"}
_ATOM: Final = "http://www.w3.org/2005/Atom"
# Events on one page, and how many releases back are told of.
_PAGE: Final = 200
_RELEASES: Final = 100
_SINCE: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(-[0-9a-f]{12})?")


@dataclass(frozen=True)
class Event:
    """One change: in which release it is, its number there, when that was sealed, and what changed."""

    release: str
    number: int
    at: str
    change: Change


async def changes(request: Request, served: Served) -> Answer:
    """Answer /changes: the newest first, in pages; ?since= a day or a release leaves out what was there before."""
    format_ = agreed(request.headers.get("accept"), FORMATS)
    lang, by = language(request)
    since, page = request.query_params.get("since", ""), request.query_params.get("page", "1")
    if since and not _is_since(since):
        raise Problem(400, "bad-since", found=since)
    if not re.fullmatch(r"[1-9][0-9]{0,4}", page):
        raise Problem(404, "no-page", found=page, expected="")
    where, root = site(request), root_of(request)
    words = {**headings.words(lang), **served.kg.names.words(lang)}
    first, view = (int(page) - 1) * _PAGE, served.view(root, lang)
    asked = {name: value for name, value in request.query_params.items() if name in ("since", "page", "lang") and value}

    def make() -> bytes:
        found = list(events(served, since))
        told = [(event, sentence(event.change, lang, words)) for event in found[first : first + _PAGE]]
        more = len(found) > first + _PAGE
        if first and not told:
            raise Problem(404, "no-page", found=page, expected=max(1, -(-len(found) // _PAGE)))
        if format_ == "json":
            return _json(served, told, len(found), more, int(page))
        if format_ == "atom":
            return _atom(served, told, where, view, asked, more=more)
        from lulea_kg.pages.view import render

        rows = [(event, words_, view.href(event.change.get("thing", ""))) for event, words_ in told]
        return render(
            "changes.html", view, title=view.text("changes"), rows=rows, since=since, page=int(page), more=more
        )

    return Content(FORMATS[format_], lambda: run_in_threadpool(make), lang, ("Accept", *by), also=(where,))


def events(served: Served, since: str) -> Iterator[Event]:
    """Yield what changed, newest first, back to a day or a release; erasures are told wherever they belong in time."""
    erased = sorted(_erased(served), key=lambda event: event.at, reverse=True)
    by_day, kept = len(since) == len("2026-11-25"), list(_kept(served.release))
    if since and not by_day and since not in (release.id for release, _ in kept):
        # Everything would be too much, and nothing too little: who asks must begin anew.
        raise Problem(404, "release-not-kept", found=since)
    for release, at in kept:
        while erased and erased[0].at[:10] >= at[:10]:
            yield from _after(erased.pop(0), since if by_day else "")
        if since == release.id or (by_day and at[:10] < since):
            return
        for number, change in enumerate(_changes(release)):
            yield Event(release.id, number, at, change)
    for event in erased:
        yield from _after(event, since if by_day else "")


def _is_since(text: str) -> bool:
    match = _SINCE.fullmatch(text)
    with suppress(ValueError):
        return bool(match and date.fromisoformat(match[1]))
    return False


def _after(event: Event, since: str) -> Iterator[Event]:
    if event.at[:10] >= since:
        yield event


def _kept(release: Release | None) -> Iterator[tuple[Release, str]]:
    """Yield a release and those it followed, as far back as they are kept, each with when it was sealed."""
    for _ in range(_RELEASES):
        if release is None:
            return
        try:
            manifest = release.manifest
            sealed = release.sealed_at
        except (LuleaKGError, OSError):
            return
        yield release, sealed.strftime("%Y-%m-%dT%H:%M:%SZ")
        before = str(manifest.get("previous", ""))
        release = Release(release.folder.parent / before) if before else None


def _changes(release: Release) -> list[Change]:
    try:
        found: list[Change] = json.loads((release.folder / CHANGES).read_bytes())
    except (OSError, ValueError):
        return []
    return found


def _erased(served: Served) -> Iterator[Event]:
    """Yield the erasures that the release, and the folder it lies in, keep the marks of."""
    store, default = served.store, DefaultGraph()
    for quad in store.quads_for_pattern(None, NamedNode(MIR + "erasedOn"), None, default):
        reasons = store.quads_for_pattern(quad.subject, NamedNode(MIR + "erasedReason"), None, default)
        reason = next((getattr(found.object, "value", "") for found in reasons), "")
        day = str(getattr(quad.object, "value", ""))
        thing = str(getattr(quad.subject, "value", ""))
        yield Event("", 0, f"{day}T00:00:00Z", {"kind": "erased", "thing": thing, "day": day, "reason": reason})
    for id_, grave in erased_ids(served.release.folder.parent).items():
        change = {"kind": "release-erased", "name": id_, "day": grave["on"], "reason": grave["reason"]}
        yield Event(id_, 0, f"{grave['on']}T00:00:00Z", change)


def _json(served: Served, told: list[tuple[Event, str]], total: int, more: bool, page: int) -> bytes:
    entries = [{"release": e.release, "at": e.at, **e.change, "words": words} for e, words in told]
    document: dict[str, Any] = {
        "release": served.release.id,
        "total": total,
        "page": page,
        "more": more,
        "changes": entries,
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _atom(
    served: Served, told: list[tuple[Event, str]], where: str, view: View, asked: dict[str, str], *, more: bool
) -> bytes:
    """Return a page of the feed; entries lead to pages of the site, and keep their ids wherever it lies."""
    lang = view.lang
    ElementTree.register_namespace("", _ATOM)
    feed = ElementTree.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": lang})
    own, page = f"{where}/changes" + (f"?{urlencode(asked)}" if asked else ""), int(asked.get("page", "1"))
    _add(feed, "id", f"{served.base}/changes")
    _add(feed, "title", text("feed-title", lang))
    _add(feed, "updated", max((event.at for event, _ in told), default=_sealed(served)))
    _add(_add(feed, "author"), "name", "lulea_kg")
    _add(feed, "link", rel="self", href=own)
    if more:
        _add(feed, "link", rel="next", href=f"{where}/changes?{urlencode({**asked, 'page': page + 1})}")
    for event, words in told:
        entry, change = _add(feed, "entry"), event.change
        thing = change.get("thing", "")
        number = f"{change['kind']}/{thing.rpartition('/')[2] or change.get('name', '')}/{event.number}"
        page_of = view.href(thing).removeprefix(view.root) if thing else f"/release/{event.release}"
        _add(entry, "id", f"{served.base}/changes#{event.release}/{number}")
        _add(entry, "title", words)
        _add(entry, "updated", event.at)
        _add(entry, "category", term=change["kind"])
        _add(entry, "link", rel="alternate", href=page_of if page_of.startswith("http") else f"{where}{page_of}")
        _add(entry, "summary", change.get("reason") or words)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(feed) + b"\n"


def _sealed(served: Served) -> str:
    return next(at for _, at in _kept(served.release))


def _add(parent: ElementTree.Element, name: str, words: str = "", **attributes: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    # XML has no place for most control characters.
    element.text = "".join(c if c.isprintable() else " " for c in words) or None
    return element
