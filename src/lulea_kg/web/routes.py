"""Which address is answered by what."""

from pathlib import Path
from typing import Final

from starlette.applications import Starlette

from lulea_kg.web import catalogue, changes, data, finding, named, openapi, reconciling, releases, site, sparql, things
from lulea_kg.web.app import Handler, application
from lulea_kg.web.pool import Limits
from lulea_kg.web.served import Serving

ROUTES: Final[dict[str, Handler]] = {
    # Those asked most stand first.
    "/id/{type}/{key:path}": things.identifier,
    "/doc/{path:path}": things.told,
    "/sparql": sparql.sparql,
    "/": site.home,
    "/static/style.css": site.style,
    "/health": site.health,
    "/def": things.identifier,
    "/def/{code}": things.identifier,
    "/graph/{name:path}": things.identifier,
    "/catalog": catalogue.dcat,
    "/catalog.{format}": catalogue.dcat,
    "/datasets/dcat": catalogue.dcat,
    "/.well-known/void": catalogue.void,
    "/changes": changes.changes,
    "/data": data.listing,
    "/data/{name:path}": data.file,
    "/lookup/{scheme}/{code:path}": finding.lookup,
    "/reconcile": reconciling.service,
    "/reconcile/suggest/{what}": reconciling.suggest,
    "/reconcile/flyout/{what}": reconciling.flyout,
    "/reconcile/properties": reconciling.properties,
    "/reconcile/preview": reconciling.preview,
    "/reconcile/view": reconciling.view,
    "/release/{id}": releases.release,
    "/release/{id}/{path:path}": releases.thing,
    "/search": finding.search,
    "/sitemap.xml": data.sitemap,
    "/sitemap/{number}.xml": data.sitemap_part,
    "/openapi.json": openapi.openapi,
    "/queries": named.listing,
    "/queries/{name}": named.named,
}
POSTS: Final = ("/sparql", "/reconcile")


def create(folder: Path, limits: Limits, workers: int, *, union: bool = True, site_url: str = "") -> Starlette:
    """Return the application that serves the current release of a folder, or the release in it."""
    app = application(Serving(folder, limits, workers, union=union), ROUTES, POSTS, site.problem_page)
    app.state.site = site_url.rstrip("/")
    return app
