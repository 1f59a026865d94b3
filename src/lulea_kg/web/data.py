"""/data: the files of the release, whole or in ranges; and the sitemap."""

import re
from collections.abc import Callable
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from lulea_kg.catalogue.holdings import published
from lulea_kg.errors import Unavailable
from lulea_kg.web.app import FRESH, Answer, Content, language, matches, root_of, site
from lulea_kg.web.problems import Problem
from lulea_kg.web.served import Served
from lulea_kg.web.things import is_gone

TYPES: Final = {
    ".csv": "text/csv; charset=utf-8",
    ".gz": "application/gzip",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".rdf": "application/rdf+xml",
    ".ttl": "text/turtle; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_RANGE: Final = re.compile(r"([0-9]{1,15})-([0-9]{1,15})?|-[0-9]{1,15}")
# Addresses in one file of the sitemap.
_ADDRESSES: Final = 10_000


async def listing(request: Request, served: Served) -> Answer:
    """Answer /data: which files there are, with sizes and digests."""
    lang, by = language(request)
    root, digests = root_of(request), published(served.release.manifest)

    def make() -> bytes:
        from lulea_kg.pages.view import render

        view = served.view(root, lang)
        files = [(name, (served.release.folder / name).stat().st_size, digest) for name, digest in digests.items()]
        return render("data.html", view, title=view.text("data"), files=files)

    return Content("text/html", lambda: run_in_threadpool(make), lang, by)


async def file(request: Request, served: Served) -> Answer:
    """Answer /data/{name}: a file of the release, or the ranges of it that are asked for."""
    name = request.path_params["name"]
    digest = published(served.release.manifest).get(name)
    if not digest:
        raise Problem(404, "no-such-page", found=request.scope["path"])
    headers = {"ETag": f'"{digest}"', "Cache-Control": FRESH, "Last-Modified": served.last_modified}
    headers |= {"X-Checksum-SHA256": digest}
    if name.endswith(".csv"):
        metadata = "csv-metadata.json" if name.startswith("tables/") else f"{name}-metadata.json"
        headers["Link"] = f'<{metadata}>; rel="describedby"; type="application/csvm+json"'
    if matches(request.headers.get("if-none-match"), headers["ETag"]):
        return Response(status_code=304, headers=headers)
    path = served.release.folder / name
    try:
        facts = path.stat()
    except OSError as error:
        raise Unavailable("no-release", file=name) from error
    if not _is_range(request.headers.get("range", "")):
        request.scope["headers"] = [header for header in request.scope["headers"] if header[0] != b"range"]
    elif _is_beyond(request.headers["range"], facts.st_size):
        raise Problem(416, "no-such-range", {"Content-Range": f"bytes */{facts.st_size}"}, limit=facts.st_size)
    metadata_of_csv = name.endswith("csv-metadata.json")
    type_ = "application/csvm+json" if metadata_of_csv else TYPES.get(path.suffix, "application/octet-stream")
    return FileResponse(path, headers=headers, media_type=type_, stat_result=facts)


def _is_range(header: str) -> bool:
    """Tell whether a Range header asks for bytes; any other is passed over (RFC 9110, section 14.2)."""
    parts = [_RANGE.fullmatch(part.strip()) for part in header.removeprefix("bytes=").split(",")]
    return header.startswith("bytes=") and all(
        part and int(part[1] or 0) <= int(part[2] or part[1] or 0) for part in parts
    )


def _is_beyond(header: str, size: int) -> bool:
    """Tell whether none of the ranges asked for begins within a file."""
    parts = [part.strip() for part in header.removeprefix("bytes=").split(",")]
    return all(part == "-0" or (not part.startswith("-") and int(part.partition("-")[0]) >= size) for part in parts)


async def sitemap(request: Request, served: Served) -> Answer:
    """Answer /sitemap.xml: the parts that list the addresses of all named things."""
    where, count = site(request), served.kg.names.count()
    parts = [f"{where}/sitemap/{n}.xml" for n in range(1, max(1, -(-count // _ADDRESSES)) + 1)]
    return _xml("sitemapindex", "sitemap", lambda: parts, where, served)


async def sitemap_part(request: Request, served: Served) -> Answer:
    """Answer /sitemap/{n}.xml: the addresses of some named things."""
    where, number = site(request), request.path_params["number"]
    known = re.fullmatch(r"[1-9][0-9]{0,3}", number)
    things = served.kg.names.things((int(number) - 1) * _ADDRESSES, _ADDRESSES) if known else []
    if not things:
        raise Problem(404, "no-such-page", found=request.scope["path"])
    root = root_of(request)
    outside, view = where.removesuffix(root), served.view(root, "en")

    def addresses() -> list[str]:
        found = (view.href(thing) for thing in things if not is_gone(served, thing))
        return [outside + href for href in found if href.startswith(f"{root}/doc/")]

    return _xml("urlset", "url", addresses, where, served)


def _xml(outer: str, inner: str, addresses: Callable[[], list[str]], where: str, served: Served) -> Content:
    day = served.release.manifest["referenceDate"]

    def make() -> bytes:
        lines = "".join(f"<{inner}><loc>{at}</loc><lastmod>{day}</lastmod></{inner}>\n" for at in addresses())
        head = '<?xml version="1.0" encoding="UTF-8"?>\n'
        return f'{head}<{outer} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}</{outer}>\n'.encode()

    return Content("application/xml", lambda: run_in_threadpool(make), also=(where,))
