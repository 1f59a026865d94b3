"""/reconcile: the Reconciliation Service API 0.2 over HTTP."""

import json
import re
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lulea_kg.errors import InputError, NameUnknown
from lulea_kg.reconcile import suggestions, values
from lulea_kg.reconcile.properties import extend
from lulea_kg.reconcile.service import batch, manifest
from lulea_kg.web.app import FRESH, Answer, Content, body, language, root_of, site
from lulea_kg.web.problems import Problem
from lulea_kg.web.served import Served

_JSON: Final = "application/json"
_SUGGEST: Final = {
    "entity": suggestions.suggest_entities,
    "type": suggestions.suggest_types,
    "property": suggestions.suggest_properties,
}


async def service(request: Request, served: Served) -> Answer:
    """Answer /reconcile: what the service offers, the candidates of a batch, or what is asked of things found."""
    lang, by = language(request)
    asked = await _asked(request)
    names, store = served.kg.names, served.kg.store
    if "queries" in asked:
        queries = asked["queries"]
        return _json(request, lang, by, lambda: batch(names, store, values.document(queries), lang), queries)
    if "extend" in asked:
        query = asked["extend"]
        return _json(request, lang, by, lambda: extend(store, names, values.document(query), lang), query)
    where = site(request)
    return _json(request, lang, by, lambda: manifest(where, served.base, lang), where)


async def suggest(request: Request, served: Served) -> Answer:
    """Answer /reconcile/suggest/{what}: entities, types or properties whose names begin so."""
    lang, by = language(request)
    suggesting = _SUGGEST.get(request.path_params["what"])
    if not suggesting:
        raise Problem(404, "no-such-page", found=request.scope["path"])
    prefix, cursor = request.query_params.get("prefix", ""), _number(request, "cursor")
    return _json(request, lang, by, lambda: suggesting(served.kg.names, prefix, cursor, lang))


async def flyout(request: Request, served: Served) -> Answer:
    """Answer /reconcile/flyout/{what}: a few words on an entity, a type or a property."""
    lang, by = language(request)
    what, id_ = request.path_params["what"], request.query_params.get("id", "")
    return _json(request, lang, by, lambda: suggestions.flyout(served.kg.names, what, id_, lang))


async def properties(request: Request, served: Served) -> Answer:
    """Answer /reconcile/properties: what may be asked of things of a type."""
    lang, by = language(request)
    type_, limit = request.query_params.get("type", ""), _number(request, "limit")
    return _json(request, lang, by, lambda: suggestions.propose_properties(served.kg.names, type_, limit, lang))


async def preview(request: Request, served: Served) -> Answer:
    """Answer /reconcile/preview: a small page on a thing, which any site may frame."""
    lang, by = language(request)
    found = suggestions.preview(served.kg.names, served.kg.store, request.query_params.get("id", ""), lang)

    async def make() -> bytes:
        return found.encode()

    headers = {"Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors *"}
    return Content("text/html", make, lang, by, headers=headers)


async def view(request: Request, served: Served) -> Answer:
    """Answer /reconcile/view: where the document of a thing is."""
    iri = request.query_params.get("id", "")
    where = served.view(root_of(request), "en").href(iri)
    if not where or not where.startswith(f"{root_of(request)}/doc/"):
        raise NameUnknown("name-unknown", found=iri, suggestions="")
    return RedirectResponse(where, 303, {"Cache-Control": FRESH})


async def _asked(request: Request) -> dict[str, str]:
    """Return the parameters of a request, whether they come in its address or as a form."""
    if request.method != "POST":
        return dict(request.query_params)
    try:
        found = parse_qs((await body(request)).decode(), keep_blank_values=True, errors="strict", max_num_fields=20)
    except ValueError as error:
        raise Problem(400, "bad-encoding") from error
    return {name: several[-1] for name, several in found.items()}


def _json(
    request: Request, lang: str, by: tuple[str, ...], tell: Callable[[], dict[str, Any]], also: str = ""
) -> Answer:
    if request.method == "POST":
        return Response(
            _text(tell()), media_type=_JSON, headers={"Content-Language": lang, "Cache-Control": "no-store"}
        )

    async def make() -> bytes:
        return _text(tell())

    return Content(_JSON, make, lang, by, also=(also,))


def _text(told: dict[str, Any]) -> bytes:
    return (json.dumps(told, ensure_ascii=False) + "\n").encode()


def _number(request: Request, name: str) -> int:
    asked = request.query_params.get(name, "0")
    if not re.fullmatch(r"[0-9]{1,9}", asked):
        raise InputError("json-not-number", found=name)
    return int(asked)
