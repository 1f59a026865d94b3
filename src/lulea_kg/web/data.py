"""/data: the files of the release, whole or in ranges; and the sitemap."""

from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from lulea_kg.catalogue.holdings import published
from lulea_kg.web.app import FRESH, Answer, Content, language, root_of, site
from lulea_kg.web.problems import Problem
from lulea_kg.web.served import Served

TYPES: Final = {
    ".csv": "text/csv; charset=utf-8",
    ".gz": "application/gzip",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".rdf": "application/rdf+xml",
    ".ttl": "text/turtle; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
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
        raise Problem(404, "no-such-page", found=request.url.path)
    headers = {"ETag": f'"{digest}"', "Cache-Control": FRESH, "Last-Modified": served.last_modified}
    headers |= {"X-Checksum-SHA256": digest}
    if name.endswith(".csv"):
        metadata = "csv-metadata.json" if name.startswith("tables/") else f"{name}-metadata.json"
        headers["Link"] = f'<{metadata}>; rel="describedby"; type="application/csvm+json"'
    if request.headers.get("if-none-match", "").strip() == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    path = served.release.folder / name
    return FileResponse(path, headers=headers, media_type=TYPES.get(path.suffix, "application/octet-stream"))


async def sitemap(request: Request, served: Served) -> Answer:
    """Answer /sitemap.xml: the parts that list the addresses of all named things."""
    where, count = site(request), served.kg.names.count()
    parts = [f"{where}/sitemap/{n}.xml" for n in range(1, max(1, -(-count // _ADDRESSES)) + 1)]
    return _xml("sitemapindex", "sitemap", parts, where, served)


async def sitemap_part(request: Request, served: Served) -> Answer:
    """Answer /sitemap/{n}.xml: the addresses of some named things."""
    where, number = site(request), request.path_params["number"]
    things = served.kg.names.things((number - 1) * _ADDRESSES, _ADDRESSES) if 0 < number < 10_000 else []
    if not things:
        raise Problem(404, "no-such-page", found=request.url.path)
    root = root_of(request)
    outside = where.removesuffix(root)
    found = [href for thing in things if (href := served.view(root, "en").href(thing)).startswith(f"{root}/doc/")]
    return _xml("urlset", "url", [outside + href for href in found], where, served)


def _xml(outer: str, inner: str, addresses: list[str], where: str, served: Served) -> Content:
    day = served.release.manifest["referenceDate"]

    async def make() -> bytes:
        lines = "".join(f"<{inner}><loc>{address}</loc><lastmod>{day}</lastmod></{inner}>\n" for address in addresses)
        head = '<?xml version="1.0" encoding="UTF-8"?>\n'
        return f'{head}<{outer} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}</{outer}>\n'.encode()

    return Content("application/xml", make, also=(where,))
