"""Behind a proxy that serves the faces under a path of its own, everything leads through the proxy."""

import http.client
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Final
from xml.etree import ElementTree

import faces
import pytest
from addresses import DOCUMENTS, document, identifier
from reading import TYPES, Page, leads, links, triples
from serving import Serving, facts, serving

ROOT: Final = "/relations"
PAGES: Final = ("/", "/queries", "/queries/persons", "/data", "/changes", "/search?q=nyhamn", "/sparql")
SITE: Final = "https://publisher.example/relations"


def proxy(port: int) -> ThreadingHTTPServer:
    """Return a proxy that takes its own path off each address and asks the server at `port`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            assert self.path.startswith(ROOT), f"{self.path} leads past the proxy"
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request(self.command, self.path.removeprefix(ROOT) or "/", headers=dict(self.headers))
            answer = connection.getresponse()
            content = answer.read()
            self.send_response_only(answer.status)
            for name, value in answer.getheaders():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)
            connection.close()

        do_HEAD = do_GET  # noqa: N815

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    return ThreadingHTTPServer(("127.0.0.1", 0), Handler)


@pytest.fixture(scope="module")
def behind() -> Iterator[Serving]:
    """The server as clients of the proxy see it."""
    with serving(faces.releases(), "--root-path", ROOT) as running, proxy(running.port) as front:
        Thread(target=front.serve_forever, daemon=True).start()
        yield Serving(front.server_port, running.process, running.log)
        front.shutdown()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_found_through_the_proxy(behind: Serving, name: str) -> None:
    got = behind.get(ROOT + document(name), TYPES["ttl"])
    assert got.status == 200
    assert links(got)["alternate"] == [f"{ROOT}{document(name)}.{format_}" for format_ in TYPES]
    assert links(got)["describedby"] == [f"{ROOT}/catalog"]


@pytest.mark.parametrize("name", ["municipality", "claim", "network", "replaced", "concept", "ontology"])
def test_an_identifier_leads_through_the_proxy(behind: Serving, name: str) -> None:
    got = behind.get(ROOT + identifier(name), TYPES["ttl"])
    assert got.headers["location"].startswith(f"{ROOT}/{'id' if name == 'replaced' else 'doc'}/")
    assert leads(behind, ROOT + identifier(name), TYPES["ttl"]).status == 200


def test_all_links_of_pages_lead_through_the_proxy(behind: Serving) -> None:
    paths = [ROOT + path for path in (*(document(name) for name in DOCUMENTS), *PAGES)]
    asked = {link for path in paths for link in Page(behind.get(path, TYPES["html"])).local(path)}
    assert {link for link in asked if not link.startswith(f"{ROOT}/")} == set()
    # That each of them leads somewhere holds without the proxy too: some are enough.
    statuses = {link: behind.get(link, method="HEAD").status for link in sorted(asked)[::10]}
    assert {link: status for link, status in statuses.items() if status not in (200, 300, 303, 308, 410)} == {}


@pytest.mark.parametrize("path", ["/lookup/scb/9911", "/catalog", "/reconcile/view?id={municipality}"])
def test_all_that_leads_on_leads_through_the_proxy(behind: Serving, path: str) -> None:
    got = behind.get(ROOT + path.format(municipality=faces.iri("municipality")), "text/html")
    assert got.status == 303
    assert got.headers["location"].startswith(f"{ROOT}/")


def test_addresses_in_full_are_those_of_the_proxy(behind: Serving) -> None:
    here = f"http://127.0.0.1:{behind.port}{ROOT}"
    assert facts(behind.get(f"{ROOT}/openapi.json"))["servers"] == [{"url": here}]
    assert facts(behind.get(f"{ROOT}/reconcile"))["view"]["url"].startswith(f"{here}/reconcile/view")
    for path in ("/sitemap.xml", "/sitemap/1.xml", "/changes", "/catalog", "/.well-known/void"):
        assert f"{here}/" in behind.get(ROOT + path).text


def test_the_sitemap_leads_to_documents_through_the_proxy(behind: Serving) -> None:
    here = f"http://127.0.0.1:{behind.port}"
    found = [node.text or "" for node in ElementTree.fromstring(behind.get(f"{ROOT}/sitemap/1.xml").body).iter()]
    paths = [address.removeprefix(here) for address in found if address.startswith("http")]
    assert {path for path in paths if behind.get(path, method="HEAD").status != 200} == set()


def test_problems_lead_home_through_the_proxy(behind: Serving) -> None:
    page = Page(behind.get(f"{ROOT}/doc/nothing", "text/html"))
    assert {link for link in page.local("/doc/nothing") if not link.startswith(f"{ROOT}/")} == set()


def test_the_catalogue_names_the_site_of_the_publisher() -> None:
    with serving(faces.releases(), "--site-url", SITE) as server:
        for path in ("/catalog", "/.well-known/void", "/sitemap.xml", "/changes", "/openapi.json", "/reconcile"):
            text = server.get(path).text
            assert SITE in text
            assert "127.0.0.1" not in text


# Bases


@pytest.mark.parametrize("name", ["municipality", "network"])
def test_things_of_two_bases_are_had_from_one_server(behind: Serving, name: str) -> None:
    got = behind.get(ROOT + document(name), TYPES["nt"])
    assert links(got)["cite-as"] == [faces.iri(name)]
    assert faces.iri(name) in {str(said[0]) for said in triples(got)}


def test_a_page_leads_to_things_of_another_base_on_the_same_server(behind: Serving) -> None:
    page = Page(behind.get(ROOT + document("membership"), TYPES["html"]))
    asked = set(page.addresses())
    assert {ROOT + document(name) for name in ("municipality", "network")} <= asked
    assert not {address for address in asked if address.startswith((faces.BASE, faces.NETWORK_BASE))}


@pytest.mark.parametrize("host", ["evil.example/x", "a b", "x@y", "", "[::1", "<script>", "x" * 300])
def test_a_host_that_is_none_is_not_repeated(behind: Serving, host: str) -> None:
    got = behind.get(f"{ROOT}/sitemap.xml", host=host)
    assert got.status == 400
    assert host not in got.text or not host
