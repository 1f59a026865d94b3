"""/openapi.json: what can be asked over HTTP, in OpenAPI 3.1; named queries are told from their headers."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from lulea_kg import __version__, files, queries
from lulea_kg.queries import Parameter, Query
from lulea_kg.terms import KEY, TYPES
from lulea_kg.web import changes, data, named, protocol
from lulea_kg.web.app import Answer, Content, site
from lulea_kg.web.negotiation import DOCUMENTS
from lulea_kg.web.problems import MEDIA_TYPE
from lulea_kg.web.served import Served

Json = dict[str, Any]
_STATUS: Final = {
    "200": "the answer",
    "206": "the part that was asked for",
    "300": "several things are meant: the choices",
    "303": "see where Location leads",
    "304": "what the client has is still good",
    "308": "another thing took its place",
    "400": "the request cannot be understood",
    "403": "refused: data are not changed over HTTP",
    "404": "there is no such thing",
    "406": "no format asked for is offered",
    "408": "sent too slowly",
    "410": "withdrawn or erased, with the reason",
    "413": "too much was sent, or would be",
    "416": "there is no such part",
    "415": "what was sent cannot be read",
    "503": "a limit was reached, or too many wait",
}
_LANG: Final = {"name": "lang", "in": "query", "description": "Language of texts", "schema": {"enum": ["sv", "en"]}}
_PAGE: Final = {"name": "page", "in": "query", "schema": {"type": "integer", "minimum": 1, "default": 1}}
_DAYS: Final = tuple(
    {"name": name, "in": "query", "description": about, "schema": {"type": "string", "format": "date"}}
    for name, about in (
        ("at", "How things stood on a day"),
        ("as-known", "What was known by a day"),
        ("published-by", "What follows from sources that had appeared by a day"),
    )
)
_SINCE: Final = {"name": "since", "in": "query", "description": "A day or a release", "schema": {"type": "string"}}
_KIND: Final = {"name": "type", "in": "path", "required": True, "schema": {"enum": list(TYPES)}}
_JSON: Final = ("application/json",)
_CHANGES: Final = tuple(changes.FORMATS.values())
_FILES: Final = tuple(sorted({type_.partition(";")[0] for type_ in data.TYPES.values()}))
_SPARQL: Final = ("query", "default-graph-uri", "named-graph-uri", "format")
_RECONCILED: Final = ("queries", "extend")
_ASKED: Final = ("200", "304", "400", "403", "406", "413", "503")
_GRAPHS: Final = tuple({**protocol.RESULTS, **protocol.GRAPHS}.values())


async def openapi(request: Request, served: Served) -> Answer:
    """Answer /openapi.json."""
    where = site(request)

    def make() -> bytes:
        folder = files.shipped("queries")
        known = [queries.load(folder / f"{name}.rq") for name in queries.names(folder)]
        return (json.dumps(document(where, known), ensure_ascii=False, indent=1) + "\n").encode()

    return Content("application/vnd.oai.openapi+json;version=3.1", lambda: run_in_threadpool(make), also=(where,))


def document(where: str, known: Iterable[Query]) -> Json:
    """Return what can be asked of the server at `where`, the named queries `known` among it."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Municipal international relations",
            "version": __version__,
            "summary": "Which relations a municipality had on a day, and which words in which source say so",
            "license": {"name": "CC0, CC BY and CC BY-SA by dataset; told by each answer", "url": f"{where}/catalog"},
        },
        "servers": [{"url": where}],
        "paths": {**_paths(), **{f"/queries/{query.name}": _query(query) for query in known}},
    }


def _paths() -> dict[str, Json]:
    key, things = _path("key", KEY), tuple(DOCUMENTS.values())
    gone = ("300", "303", "308", "404", "410")
    documents = ("200", "300", "304", "308", "400", "404", "406", "410", "413", "503")
    listed = ("200", "304", "406")
    lists, described = tuple(named.LISTS.values()), "A SPARQL 1.1 query; without one, what can be asked"
    return {
        "/": _read("The first page", ("text/html",), ("200", "304"), _LANG),
        "/id/{type}/{key}": _read("A thing: where its document is", (), gone, _KIND, key),
        "/doc/{type}/{key}": _read("What is known of a thing", things, documents, _KIND, key, *_DAYS, _PAGE, _LANG),
        "/def/{code}": _read("A term or code: where its document is", (), ("303", "404"), _path("code")),
        "/doc/def/{code}": _read(
            "What is known of a term or code", things, documents, _path("code"), *_DAYS, _PAGE, _LANG
        ),
        "/graph/{name}": _read("A named graph: where its document is", (), ("303", "404"), _path("name")),
        "/release/{id}": _read("What a release is made of", things, documents, _path("id"), _LANG),
        "/release/{id}/{type}/{key}": _read(
            "A thing as a release told of it", things, documents, _path("id"), _KIND, key, *_DAYS, _PAGE, _LANG
        ),
        "/sparql": {
            "get": _operation(described, _GRAPHS, _ASKED, *map(_query_text, _SPARQL)),
            "post": _posted("A SPARQL 1.1 query", _GRAPHS, (*_ASKED, "408", "415"), _QUERIES),
        },
        "/queries": _read("The named queries", lists, listed, _LANG),
        "/lookup/{scheme}/{code}": _read(
            "The thing of a code", (), ("300", "303", "404"), *map(_path, ("scheme", "code"))
        ),
        "/search": _read("What words find", lists, (*listed, "404"), _text("q"), _PAGE, _LANG),
        "/data": _read("The files of the release", ("text/html",), ("200", "304"), _LANG),
        "/data/{name}": _read("A file of the release", _FILES, ("200", "206", "304", "404", "416"), _path("name")),
        "/catalog": _read("The catalogue by DCAT-AP-SE", tuple(protocol.GRAPHS.values()), ("200", "303", "304", "406")),
        "/datasets/dcat": _read("The same", tuple(protocol.GRAPHS.values()), ("200", "303", "304", "406")),
        "/.well-known/void": _read("The same by VoID", tuple(protocol.GRAPHS.values()), ("200", "303", "304", "406")),
        "/sitemap.xml": _read("Where the parts of the sitemap are", ("application/xml",), ("200", "304")),
        "/changes": _read("What changed", _CHANGES, (*listed, "400", "404"), _SINCE, _PAGE, _LANG),
        "/health": _read("Which release is served", _JSON, ("200",)),
        "/reconcile": {
            "get": _operation("The Reconciliation API 0.2", _JSON, ("200", "304", "400"), *map(_text, _RECONCILED)),
            "post": _posted("Candidates for names, or what things have", _JSON, ("200", "400", "408", "413"), _NAMES),
        },
        "/reconcile/suggest/{what}": _read(
            "What begins so", _JSON, ("200", "304", "400", "404"), _what(), _text("prefix"), _text("cursor"), _LANG
        ),
        "/reconcile/flyout/{what}": _read(
            "A few words on it", _JSON, ("200", "304", "400", "404"), _what(), _text("id"), _LANG
        ),
        "/reconcile/properties": _read(
            "What may be asked of things", _JSON, ("200", "304", "400"), _text("type"), _text("limit"), _LANG
        ),
        "/reconcile/preview": _read(
            "A small page on a thing", ("text/html",), ("200", "304", "400", "404"), _text("id"), _LANG
        ),
        "/reconcile/view": _read("Where the document of a thing is", (), ("303", "404"), _text("id")),
    }


def _query(query: Query) -> Json:
    parameters = [_parameter(parameter, query) for name, parameter in query.parameters.items() if name != "lang"]
    operation = _operation(query.title["en"], tuple(named.FORMATS.values()),
                           ("200", "304", "400", "404", "406", "413", "503"), *parameters, _LANG)  # fmt: skip
    return {"get": {**operation, "operationId": query.name, "description": query.answers["en"]}}


def _parameter(parameter: Parameter, query: Query) -> Json:
    told = {
        "thing": "A thing by name, code, key or IRI; all for any",
        "date": "A day, YYYY-MM-DD",
        "code": f"A code of {parameter.scheme}; all for any",
        "text": "Text",
    }
    schema: Json = {"type": "string", "format": "date"} if parameter.type == "date" else {"type": "string"}
    return {"name": parameter.option, "in": "query", "description": told[parameter.type], "schema": schema}


def _read(summary: str, types: Sequence[str], statuses: Sequence[str], *parameters: Json) -> Json:
    return {"get": _operation(summary, types, statuses, *parameters)}


def _operation(summary: str, types: Sequence[str], statuses: Sequence[str], *parameters: Json) -> Json:
    return {
        "summary": summary,
        "parameters": list(parameters),
        "responses": {status: _response(status, types) for status in statuses},
    }


def _posted(summary: str, types: Sequence[str], statuses: Sequence[str], bodies: Mapping[str, Json]) -> Json:
    content = {type_: {"schema": schema} for type_, schema in bodies.items()}
    return {**_operation(summary, types, statuses), "requestBody": {"required": True, "content": content}}


def _response(status: str, types: Sequence[str]) -> Json:
    response: Json = {"description": _STATUS[status]}
    if status == "200":
        response["content"] = {type_: {} for type_ in types}
    elif status == "300":
        response["content"] = {"text/plain": {}}
    elif status >= "400":
        response["content"] = {MEDIA_TYPE: {}, "text/html": {}}
    return response


def _path(name: str, pattern: str = "") -> Json:
    schema = {"type": "string", "pattern": f"^{pattern}$"} if pattern else {"type": "string"}
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _what() -> Json:
    return {**_path("what"), "schema": {"enum": ["entity", "type", "property"]}}


def _text(name: str) -> Json:
    return {"name": name, "in": "query", "schema": {"type": "string"}}


def _query_text(name: str) -> Json:
    return {
        **_text(name),
        "schema": {"enum": [*protocol.RESULTS, *protocol.GRAPHS]} if name == "format" else {"type": "string"},
    }


def _form(names: Iterable[str]) -> Json:
    return {"type": "object", "properties": {name: {"type": "string"} for name in names}}


_QUERIES: Final = {protocol.QUERY: {"type": "string"}, protocol.FORM: _form(_SPARQL)}
_NAMES: Final = {protocol.FORM: _form(_RECONCILED)}
