"""/catalog and /.well-known/void: what the release holds, for who gathers catalogues or plans queries."""

import json
from collections.abc import Callable
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse

from lulea_kg.catalogue import void as numbers
from lulea_kg.catalogue.dcat import catalogue
from lulea_kg.catalogue.holdings import published
from lulea_kg.exports.graphs import write
from lulea_kg.release import COUNTS, Release
from lulea_kg.web.app import FRESH, Answer, Content, root_of, site
from lulea_kg.web.negotiation import DOCUMENTS, agreed
from lulea_kg.web.problems import Problem
from lulea_kg.web.served import Served

# Catalogues are gathered as RDF/XML first; people are led to the list of files.
_FORMATS: Final = {name: DOCUMENTS[name] for name in ("rdf", "ttl", "jsonld", "nt", "html")}
_VOID: Final = {name: DOCUMENTS[name] for name in ("ttl", "rdf", "jsonld", "nt", "html")}


async def dcat(request: Request, served: Served) -> Answer:
    """Answer /catalog, /catalog.{format} and /datasets/dcat: the catalogue by DCAT-AP-SE 3."""
    where, release = site(request), served.release

    def tell() -> bytes:
        sizes = {name: (release.folder / name).stat().st_size for name in published(release.manifest)}
        return catalogue(release.manifest, sizes, where)

    return _described(request, tell, _FORMATS, where)


async def void(request: Request, served: Served) -> Answer:
    """Answer /.well-known/void: how much of what there is, and where it links."""
    where, release = site(request), served.release
    return _described(request, lambda: numbers.void(release.manifest, where, _counts(served, release)), _VOID, where)


def _described(request: Request, tell: Callable[[], bytes], offered: dict[str, str], where: str) -> Answer:
    ending = request.path_params.get("format", "")
    if ending and ending not in offered:
        raise Problem(404, "no-such-page", found=request.scope["path"])
    format_ = ending or agreed(request.headers.get("accept"), offered)
    if format_ == "html":
        return RedirectResponse(f"{root_of(request)}/data", 303, {"Vary": "Accept", "Cache-Control": FRESH})
    vary = () if ending else ("Accept",)
    return Content(
        offered[format_], lambda: run_in_threadpool(lambda: write(tell(), format_)), vary=vary, also=(where,)
    )


def _counts(served: Served, release: Release) -> Any:
    """Return what the release counted when it was sealed; one of an earlier version is counted now."""
    try:
        return json.loads((release.folder / COUNTS).read_bytes())
    except (OSError, ValueError):
        return numbers.counts(served.kg.store)
