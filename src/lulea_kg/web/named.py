"""/queries: the named queries, each with its form, its answer as a page, and its answer as data."""

import json
import re
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from lulea_kg import files, queries
from lulea_kg.errors import InputError, LimitReached, NameUnknown
from lulea_kg.exports import tables
from lulea_kg.exports.tables import Reader, Table
from lulea_kg.queries import Query
from lulea_kg.web.app import Answer, Content, language, root_of
from lulea_kg.web.negotiation import agreed
from lulea_kg.web.problems import Problem
from lulea_kg.web.served import Served
from lulea_kg.web.sparql import asked, taken

FORMATS: Final = {
    "html": "text/html",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LISTS: Final = {"html": "text/html", "json": "application/json"}
_NAME: Final = re.compile(rf"([a-z0-9-]{{1,60}})(?:\.({'|'.join(FORMATS)}))?")
# An answer longer than so many bytes is too much to be made into a table for one request.
_MOST: Final = 16 * 1024 * 1024


async def listing(request: Request, served: Served) -> Answer:
    """Answer /queries: which named queries there are, and what each answers."""
    format_ = agreed(request.headers.get("accept"), LISTS)
    lang, by = language(request)
    folder, root = files.shipped("queries"), root_of(request)

    def make() -> bytes:
        found = [queries.load(folder / f"{name}.rq") for name in queries.names(folder)]
        if format_ == "json":
            told = [
                {"name": q.name, "title": q.title, "answers": q.answers, "parameters": list(q.parameters)}
                for q in found
            ]
            return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
        from lulea_kg.pages.view import render

        return render("queries.html", served.view(root, lang), queries=found)

    return Content(LISTS[format_], lambda: run_in_threadpool(make), lang, ("Accept", *by))


async def named(request: Request, served: Served) -> Answer:
    """Answer /queries/{name}: by the headers, or in the format that the ending of the name tells."""
    match = _NAME.fullmatch(request.path_params["name"])
    if not match or match[1] not in queries.names(files.shipped("queries")):
        raise Problem(404, "no-such-page", found=request.scope["path"])
    query, ending = queries.find(files.shipped("queries"), match[1]), match[2]
    format_ = ending or agreed(request.headers.get("accept"), FORMATS)
    lang, by = language(request)
    values = _values(request, query)
    # Names are looked up before anything is answered: what cannot be understood has no answer to keep.
    root = root_of(request)
    try:
        sparql = served.kg.bind(query, values, lang)
    except NameUnknown:
        # Not every release has the thing that is asked of by default: its page then is a form to fill in.
        if values or format_ != "html":
            raise
        sparql = ""
    reader = Reader.of(lang, served.kg.names.words(lang))

    async def make() -> bytes:
        table = await _answer(request, served, query, sparql) if sparql else None
        if format_ != "html" and table:
            return await run_in_threadpool(tables.write, table, format_, lambda: reader)
        from lulea_kg.pages import queries as form

        told = served.kg.parameters(query.name, values, lang)
        # The index is asked by this thread alone; what takes long is made in another.
        fields = form.fields(query, told, reader, served.kg.names)
        return await run_in_threadpool(form.page, served.view(root, lang), query, table, reader, fields, told)

    vary = (*(() if ending else ("Accept",)), *by)
    name = f'attachment; filename="{query.name}.{format_}"'
    return Content(
        FORMATS[format_], make, lang, vary, headers={"Content-Disposition": name} if format_ == "xlsx" else {}
    )


async def _answer(request: Request, served: Served, query: Query, sparql: str) -> Table:
    found = await asked(request, served, {"sparql": sparql, "format": "json"})
    content = found.content
    if found.file:
        with taken(found.file) as stream:
            content = await run_in_threadpool(stream.read, _MOST + 1)
        if len(content) > _MOST:
            raise LimitReached("answer-too-long", limit=_MOST // 1024 // 1024)
    return await run_in_threadpool(Table.from_sparql, content, query.coded)


def _values(request: Request, query: Query) -> dict[str, str]:
    """Return the parameters of a request; a field left empty is none. Raise InputError for one that comes twice."""
    values: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name == "lang":
            continue
        if name in values:
            raise InputError("parameter-twice", found=name)
        if value.strip():
            values[name] = value.strip()
    return values
