"""The first page, the style of pages, whether all is well, and problems told as pages."""

import json
from functools import cache
from importlib.resources import files as resources

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from lulea_kg.pages.view import View, render
from lulea_kg.web.app import Answer, Content, language, root_of
from lulea_kg.web.problems import Problem
from lulea_kg.web.served import Served


async def home(request: Request, served: Served) -> Answer:
    """Answer /: what there is, and where."""
    lang, by = language(request)
    view, manifest = served.view(root_of(request), lang), served.release.manifest
    facts = {"title": view.text("home"), "datasets": manifest["datasets"], "quads": manifest["quadCount"]}
    return Content("text/html", lambda: run_in_threadpool(render, "home.html", view, **facts), lang, by)


async def style(request: Request, served: Served) -> Answer:
    """Answer /static/style.css."""

    async def make() -> bytes:
        return _style()

    return Content("text/css", make)


async def health(request: Request, served: Served) -> Answer:
    """Answer /health: which release is served, and that its store and index answer."""
    alive = served.pool.alive
    served.documents.about(served.base + "/graph/ontology")
    told = {"status": "ok" if alive else "starting", "release": served.release.id, "workers": alive}
    # The release that is current cannot be served, and that before it goes on.
    told |= {"status": "behind", "fault": served.fault} if served.fault else {}
    return Response(json.dumps(told) + "\n", 200, {"Cache-Control": "no-store"}, "application/json")


def problem_page(request: Request, error: Problem, lang: str) -> bytes:
    """Return the page that tells a person of a problem."""
    view = View(root_of(request), lang, (), "", "")
    return render("problem.html", view, title=error.title(lang), detail=error.in_language(lang))


@cache
def _style() -> bytes:
    return (resources("lulea_kg.pages") / "templates" / "style.css").read_bytes()
