"""/release/{id}: the releases that are kept, and things as one of them tells of them."""

import re
from dataclasses import replace
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from lulea_kg.exports.graphs import write
from lulea_kg.queries import literal
from lulea_kg.release import Release
from lulea_kg.terms import DCAT, DCT, PROV, RDF_TYPE, XSD
from lulea_kg.web.app import Answer, Content, language, root_of
from lulea_kg.web.negotiation import DOCUMENTS, agreed
from lulea_kg.web.problems import Problem
from lulea_kg.web.served import Served
from lulea_kg.web.things import document_at

_NAMED: Final = re.compile(rf"(\d{{4}}-\d\d-\d\d-[0-9a-f]{{12}})(?:\.({'|'.join(DOCUMENTS)}))?")


async def release(request: Request, served: Served) -> Answer:
    """Answer /release/{id}: what a release is made of, and which one it follows."""
    match = _NAMED.fullmatch(request.path_params["id"])
    if not match:
        raise Problem(404, "no-such-page", found=request.scope["path"])
    earlier, ending = served.earlier(match[1]), match[2]
    format_ = ending or agreed(request.headers.get("accept"))
    lang, by = language(request) if format_ == "html" else ("", ())
    root = root_of(request)

    def make() -> bytes:
        if format_ != "html":
            return write(_described(earlier.release), format_)
        from lulea_kg.pages.view import render

        view = served.view(root, lang)
        return render("release.html", view, title=earlier.release.id, about=earlier.release.manifest)

    vary = (*(() if ending else ("Accept",)), *by)
    here = f"{root}/release/{earlier.release.id}"
    formats = (f'<{here}.{name}>; rel="alternate"; type="{type_}"' for name, type_ in DOCUMENTS.items())
    links = (f'<{root}/catalog>; rel="describedby"', *formats)
    return Content(DOCUMENTS[format_], lambda: run_in_threadpool(make), lang, vary, links)


async def thing(request: Request, served: Served) -> Answer:
    """Answer /release/{id}/{type}/{key}: the document of a thing as that release tells of it."""
    match = _NAMED.fullmatch(request.path_params["id"])
    if not match or match[2]:
        raise Problem(404, "no-such-page", found=request.scope["path"])
    found = await document_at(request, served.earlier(match[1]), request.path_params["path"], f"release/{match[1]}")
    # A release may be erased while another is served: what it told is not kept.
    return replace(found, kept=False) if isinstance(found, Content) else found


def _described(release: Release) -> bytes:
    """Return what is told of a release as N-Triples."""
    manifest = release.manifest
    iri, before = f"{manifest['base']}/release/{release.id}", str(manifest.get("previous", ""))
    lines = [
        f"<{iri}> <{RDF_TYPE}> <{DCAT}Dataset> .",
        f"<{iri}> <{DCT}identifier> {literal(release.id)} .",
        f'<{iri}> <{DCT}issued> "{manifest["referenceDate"]}"^^<{XSD}date> .',
        *(f"<{iri}> <{DCT}hasPart> <{graph}> ." for graph in manifest["graphs"]),
    ]
    if before:
        lines.append(f"<{iri}> <{PROV}wasRevisionOf> <{manifest['base']}/release/{before}> .")
    return "".join(f"{line}\n" for line in lines).encode()
