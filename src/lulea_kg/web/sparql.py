"""/sparql: foreign queries by the SPARQL 1.1 Protocol, each answered by a process that may be ended."""

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from lulea_kg.errors import InputError
from lulea_kg.exports.graphs import write
from lulea_kg.stores.guard import refuse_dangerous
from lulea_kg.web import protocol
from lulea_kg.web.app import Answer, Content, body, language, root_of, site, with_charset
from lulea_kg.web.description import description
from lulea_kg.web.negotiation import DOCUMENTS, agreed
from lulea_kg.web.pool import Answer as Found
from lulea_kg.web.pool import Limits
from lulea_kg.web.problems import Problem
from lulea_kg.web.served import Served

_PASSING: Final = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\s*\(", re.IGNORECASE)
_PIECE: Final = 256 * 1024
# The service description is for programs first.
_DESCRIBED: Final = {name: DOCUMENTS[name] for name in ("ttl", "html", "jsonld", "nt", "rdf")}


async def sparql(request: Request, served: Served) -> Answer:
    """Answer a query, or tell what can be asked here when there is none."""
    sent = await body(request) if request.method == "POST" else b""
    asked_in, type_of = request.scope["query_string"].decode("latin-1"), request.headers.get("content-type", "")
    wanted = protocol.question(request.method, asked_in, type_of, sent)
    if not wanted:
        return await _described(request, served)
    refuse_dangerous(wanted.sparql)
    format_, type_ = protocol.format_of(wanted, request.headers.get("accept"))
    question = {
        "sparql": wanted.sparql,
        "format": format_,
        "base": f"{served.base}/",
        "default": _graphs(wanted.default),
        "named": _graphs(wanted.named),
        "union": served.union,
    }
    headers = _limits(served.pool.limits)
    # The time of day, and what chance gives, are not those of an answer before.
    passing = bool(_PASSING.search(wanted.sparql))
    headers |= {"Cache-Control": "no-store"} if passing else {}

    async def make() -> bytes | Response:
        found = await asked(request, served, question)
        if not found.file:
            return found.content
        own = {**headers, "Vary": "Accept", "Cache-Control": "no-store"}
        return StreamingResponse(_pieces(taken(found.file)), 200, own, with_charset(type_))

    key = hashlib.sha256(repr(question).encode()).hexdigest()
    return Content(type_, make, vary=("Accept",), headers=headers, also=(key,), kept=not passing)


async def _described(request: Request, served: Served) -> Answer:
    format_ = agreed(request.headers.get("accept"), _DESCRIBED)
    lang, by = language(request) if format_ == "html" else ("", ())
    address = f"{site(request)}/sparql"
    limits, root = served.pool.limits, root_of(request)

    async def make() -> bytes:
        if format_ == "html":
            from lulea_kg.pages.view import render

            view = served.view(root, lang)
            return await run_in_threadpool(render, "sparql.html", view, title="SPARQL", address=address, limits=limits)
        told = description(address, sorted(served.release.manifest["graphs"]), union=served.union)
        return await run_in_threadpool(write, told, format_)

    return Content(_DESCRIBED[format_], make, lang, ("Accept", *by), headers=_limits(limits), also=(address,))


async def asked(request: Request, served: Served, question: dict[str, Any]) -> Found:
    """Return the answer; when the client goes away first, its query ends."""
    client = request.client.host if request.client else ""
    answering = asyncio.ensure_future(served.pool.ask(question, client))
    leaving = asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait((answering, leaving), return_when=asyncio.FIRST_COMPLETED)
        if not answering.done():
            raise Problem(503, "client-left")
        return answering.result()
    finally:
        for task in (answering, leaving):
            task.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await leaving


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _pieces(stream: IO[bytes]) -> AsyncIterator[bytes]:
    with stream:
        while piece := await run_in_threadpool(stream.read, _PIECE):
            yield piece


def taken(path: Path) -> IO[bytes]:
    """Return a spooled answer, open; its file has gone, so that nobody else need remove it."""
    stream = path.open("rb")
    path.unlink()
    return stream


def _graphs(iris: Any) -> list[str]:
    """Return the names of graphs; raise InputError for what is none."""
    for iri in iris:
        if not iri.isprintable() or any(c in ' <>"{}|\\^`' for c in iri) or ":" not in iri:
            raise InputError("bad-graph-name", found=iri)
    return list(iris)


def _limits(limits: Limits) -> dict[str, str]:
    return {"X-Limits": f"time={limits.seconds:g}s, memory={limits.memory}MiB, answer={limits.size}MiB"}
