"""The application: which address answers what, and what every answer carries with it."""

import asyncio
import hashlib
import json
import logging
import re
import secrets
import time
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from lulea_kg import __version__
from lulea_kg.errors import LuleaKGError
from lulea_kg.web.keeping import Whole
from lulea_kg.web.negotiation import format_for, language_for
from lulea_kg.web.problems import MEDIA_TYPE, Problem, problem
from lulea_kg.web.served import Served, Serving

# No script, no frame, nothing from elsewhere; and nobody's address is passed on.
SECURITY: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
CORS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link, Location, Retry-After, X-Limits, X-Release,"
    " X-Request-Id",
}
_PREFLIGHT: Final = {
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
# How long an answer may be used without asking again, in seconds: releases change by the day.
FRESH: Final = "public, max-age=300"
# What a request may send: a query of the longest kind in a form, each of its characters as three.
_BODY: Final = 4 * 1024 * 1024
_BODY_SECONDS: Final = 15
# A question longer than so many characters is not kept as it was asked.
_LONGEST_KEPT: Final = 4000
_SITE: Final = re.compile(r"[A-Za-z0-9.-]{1,255}(:[0-9]{1,5})?|\[[0-9a-fA-F:.]{2,45}\](:[0-9]{1,5})?")
_PROBLEMS: Final = {"json": MEDIA_TYPE, "html": "text/html"}
_LOG: Final = logging.getLogger("lulea_kg.web")


@dataclass(frozen=True)
class Content:
    """An answer: its media type, and how it is made should the client not have it yet.

    `vary` names the request headers that chose it, `lang` the language it is in, if any; `also` is what else tells one
    answer of the same address from another. What is not `kept` is made anew each time. What is too long to be held in
    memory is made as a response of its own.
    """

    media_type: str
    make: Callable[[], Awaitable[bytes | Response]]
    lang: str = ""
    vary: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    also: tuple[object, ...] = ()
    kept: bool = True


Answer = Content | Response
Handler = Callable[[Request, Served], Awaitable[Answer]]
Told = Callable[[Request, Problem, str], bytes]


def application(
    serving: Serving, routes: Mapping[str, Handler], posts: Sequence[str] = (), told: Told | None = None
) -> Starlette:
    """Return the ASGI application that answers each path of `routes` from what is served.

    `posts` are the paths that take POST; `told` makes the page that tells a person of a problem.
    """
    face = _Face(serving, told)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        serving.close()

    found = [
        Route(path, face.endpoint(handler, ("GET", "HEAD", *(("POST",) if path in posts else ()), "OPTIONS")),
              methods=["GET", "POST", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE"])
        for path, handler in routes.items()
    ]  # fmt: skip
    unknown = face.endpoint(_unknown, ("GET", "HEAD", "OPTIONS"))

    async def no_route(request: Request, _: Exception) -> Response:
        return await unknown(request)

    app = Starlette(routes=found, lifespan=lifespan, exception_handlers={404: no_route, 405: no_route})
    # An address with a slash more or less is another one: led there by the host it names, a client might go astray.
    app.router.redirect_slashes = False
    return app


def language(request: Request) -> tuple[str, tuple[str, ...]]:
    """Return the language of an answer, and the headers that chose it: ?lang= goes before what the client accepts."""
    asked = request.query_params.get("lang", "")
    if asked in ("sv", "en"):
        return asked, ()
    return language_for(request.headers.get("accept-language")), ("Accept-Language",)


def root_of(request: Request) -> str:
    """Return the path that the server's root has outside, behind a proxy for instance; "" when it is the root."""
    return str(request.scope.get("root_path", ""))


def site(request: Request) -> str:
    """Return the address of the server's root as the client knows it, without a slash at the end."""
    if fixed := getattr(request.app.state, "site", ""):
        return str(fixed)
    host = request.headers.get("host", "")
    if not _SITE.fullmatch(host):
        raise Problem(400, "bad-host")
    return f"{request.url.scheme}://{host}{root_of(request)}"


async def body(request: Request) -> bytes:
    """Return what a request sends; raise Problem when it is too much or comes too slowly."""
    held = bytearray()
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            async for piece in request.stream():
                held += piece
                if len(held) > _BODY:
                    raise Problem(413, "body-too-large", {"Connection": "close"}, limit=_BODY)
    except TimeoutError as error:
        raise Problem(408, "body-too-slow", {"Connection": "close"}, limit=_BODY_SECONDS) from error
    return bytes(held)


@dataclass(frozen=True)
class _Face:
    """How every answer is given: with the release it is from, its headers, and its problems told."""

    serving: Serving
    told: Told | None

    def endpoint(self, handler: Handler, methods: Sequence[str]) -> Callable[[Request], Awaitable[Response]]:
        """Return the handler as Starlette calls it."""

        async def answer(request: Request) -> Response:
            headers = {**SECURITY, **CORS, "X-Request-Id": secrets.token_hex(8)}
            started, release = time.perf_counter(), ""
            try:
                if request.method == "OPTIONS":
                    allowed = {"Allow": ", ".join(methods), "Access-Control-Allow-Methods": ", ".join(methods)}
                    response = Response(status_code=204, headers={**_PREFLIGHT, **allowed})
                elif request.method not in methods:
                    raise Problem(405, "no-writing", {"Allow": ", ".join(methods)})
                else:
                    async with self.serving.use() as served:
                        release = headers["X-Release"] = served.release.id
                        response = _again(request, served) or await _anew(request, served, handler)
            except LuleaKGError as error:
                response = self._problem(request, problem(error), headers["X-Request-Id"])
            except ClientDisconnect:
                response = Response(status_code=499)
            except Exception as error:
                _log_fault(error, headers["X-Request-Id"])
                # A file that cannot be read may be there again.
                status = 503 if isinstance(error, OSError) else 500
                fault = Problem(status, "internal-fault", found=headers["X-Request-Id"])
                response = self._problem(request, fault, headers["X-Request-Id"])
            for name, value in headers.items():
                response.headers.setdefault(name, value)
            _log(request, response, headers["X-Request-Id"], release, time.perf_counter() - started)
            return response

        return answer

    def _problem(self, request: Request, error: Problem, number: str) -> Response:
        lang = language(request)[0]
        headers = {**error.headers, "Content-Language": lang, "Cache-Control": "no-store",
                   "Vary": "Accept, Accept-Language"}  # fmt: skip
        if self.told and format_for(request.headers.get("accept"), _PROBLEMS) == "html":
            return Response(self.told(request, error, lang), error.status, headers, "text/html; charset=utf-8")
        return Response(error.as_json(lang, request=number), error.status, headers, MEDIA_TYPE)


def _asked(request: Request) -> tuple[object, ...]:
    """Return all that may tell one answer of a release from another."""
    heard = request.headers
    told = (heard.get("accept"), heard.get("accept-language"), heard.get("host"))
    return (request.scope["path"], request.scope["query_string"], root_of(request), request.scope["scheme"], *told)


def _again(request: Request, served: Served) -> Response | None:
    """Return the answer that was given to the same question before; None when it is not kept."""
    whole = served.wholes.get(_asked(request)) if request.method != "POST" else None
    content = served.kept.get(whole.etag) if whole else None
    if not whole or content is None:
        return None
    if matches(request.headers.get("if-none-match"), whole.etag):
        return Response(status_code=304, headers=whole.headers)
    return Response(content, headers=whole.headers, media_type=whole.media_type)


async def _anew(request: Request, served: Served, handler: Handler) -> Response:
    """Return the answer that a handler gives, and keep it; or only that the client's is still good."""
    content = await handler(request, served)
    if isinstance(content, Response):
        return content
    place = (root_of(request), request.scope["path"], request.scope["query_string"])
    key = (*place, content.media_type, content.lang, content.also)
    etag = f'"{hashlib.sha256(repr((served.release.id, __version__, key)).encode()).hexdigest()[:32]}"'
    headers = {
        "ETag": etag,
        "Last-Modified": served.last_modified,
        "Cache-Control": FRESH,
        **({"Vary": ", ".join(content.vary)} if content.vary else {}),
        **({"Link": ", ".join(content.links)} if content.links else {}),
        **({"Content-Language": content.lang} if content.lang else {}),
        **content.headers,
    }
    tags = request.headers.get("if-none-match") if request.method != "POST" else None
    # Any answer will do for "*", if there is one at all.
    if tags and "*" not in tags and matches(tags, etag):
        return Response(status_code=304, headers=headers)
    # Kept by its tag, which is short: an address may be longer than its answer.
    made: bytes | Response | None = served.kept.get(etag)
    if made is None:
        made = await content.make()
        if isinstance(made, Response):
            return made
        if content.kept:
            served.kept.put(etag, made)
    if matches(tags, etag):
        return Response(status_code=304, headers=headers)
    media_type = with_charset(content.media_type)
    asked = _asked(request)
    length = sum(len(part) for part in asked if isinstance(part, str | bytes))
    if content.kept and request.method != "POST" and length < _LONGEST_KEPT:
        served.wholes.put(asked, Whole(etag, headers, media_type))
    return Response(made, headers=headers, media_type=media_type)


def matches(header: str | None, etag: str) -> bool:
    """Tell whether what a client has, by its If-None-Match, is the answer of a tag."""
    tags = {tag.strip().removeprefix("W/") for tag in (header or "").split(",")}
    return etag in tags or "*" in tags


def with_charset(media_type: str) -> str:
    """Return a media type with the encoding of its text."""
    text = media_type.startswith("text/") and "charset" not in media_type
    return f"{media_type}; charset=utf-8" if text else media_type


def _log(request: Request, response: Response, number: str, release: str, seconds: float) -> None:
    """Log a request without what could tell who asked, or what: no address, no query, no further headers."""
    if _LOG.isEnabledFor(logging.INFO):
        facts: dict[str, Any] = {
            "request": number,
            "method": request.method,
            "path": getattr(request.scope.get("route"), "path", ""),
            "status": response.status_code,
            "bytes": len(response.body) if hasattr(response, "body") else 0,
            "ms": round(seconds * 1000, 1),
            "release": release,
        }
        _LOG.info(json.dumps(facts))


def _log_fault(error: Exception, number: str) -> None:
    """Log what went wrong and where; not what the error says, which may be words of the request."""
    at = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    _LOG.error(json.dumps({"request": number, "fault": type(error).__name__, "at": at}))


async def _unknown(request: Request, _: Served) -> Answer:
    raise Problem(404, "no-such-page", found=request.scope["path"])
