"""What an answer over HTTP says, as the parsers of others read it: RDF, pages, and the links of headers."""

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

import html5lib
import httplink
from rdflib import Graph, Node
from serving import Got, Serving

# Formats of documents: their endings, media types, and what rdflib calls them.
TYPES: Final = {
    "html": "text/html",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}
RDF: Final = {"ttl": "turtle", "jsonld": "json-ld", "nt": "nt", "rdf": "xml"}
_ADDRESSES: Final = (("a", "href"), ("link", "href"), ("form", "action"), ("img", "src"), ("script", "src"))
Triples = frozenset[tuple[Node, Node, Node]]


def triples(got: Got) -> Triples:
    """Return what a document in one of the formats of RDF says; there are no blank nodes in it."""
    ending = next(name for name in RDF if TYPES[name] == media_type(got))
    return frozenset(Graph().parse(data=got.body, format=RDF[ending]))


def media_type(got: Got) -> str:
    """Return the media type of an answer without its parameters."""
    return got.headers.get("content-type", "").partition(";")[0]


class Page:
    """A page, read by a parser that stops at the first fault."""

    def __init__(self, got: Got) -> None:
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        self.root: Any = parser.parse(got.body, transport_encoding="utf-8")

    @property
    def lang(self) -> str:
        """The language that the page says it is in."""
        return str(self.root.get("lang"))

    @property
    def text(self) -> str:
        """Everything that is read on the page."""
        return " ".join("".join(self.root.find("body").itertext()).split())

    def texts(self, tag: str) -> list[str]:
        """Return the text of every element of a tag."""
        return [" ".join("".join(element.itertext()).split()) for element in self.root.iter(tag)]

    def elements(self, tag: str) -> list[Any]:
        """Return every element of a tag."""
        return list(self.root.iter(tag))

    def addresses(self) -> Iterator[str]:
        """Yield every address that the page leads to, loads or sends to."""
        for tag, attribute in _ADDRESSES:
            yield from (element.get(attribute) for element in self.root.iter(tag) if element.get(attribute) is not None)

    def local(self, here: str) -> set[str]:
        """Return the paths, with their queries, of the page's addresses on its own server; `here` is its own path."""
        found = set()
        for address in self.addresses():
            parts = urlsplit(address)
            if not parts.scheme and not parts.netloc and (parts.path or parts.query):
                path = parts.path or urlsplit(here).path
                found.add(f"{path}?{parts.query}" if parts.query else path)
        return found


def links(got: Got) -> dict[str, list[str]]:
    """Return the targets of the links of an answer's header, by their relation."""
    found: dict[str, list[str]] = {}
    header = got.headers.get("link", "")
    for link in httplink.parse_link_header(header).links if header else ():
        for relation in link.rel:
            found.setdefault(relation, []).append(link.target)
    return found


def leads(server: Serving, path: str, accept: str = "", most: int = 5) -> Got:
    """Return the answer that a path leads to in the end."""
    got = server.get(path, accept)
    for _ in range(most):
        if "location" not in got.headers:
            return got
        got = server.get(got.headers["location"], accept)
    raise AssertionError(f"{path} leads on and on")
