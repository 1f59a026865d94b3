"""A remote store: any SPARQL 1.1 server, queried through SPARQLWrapper, filled by the Graph Store Protocol.

Its default graph must be the union of its named graphs; a server whose default graph is not is refused.
"""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPException, HTTPMessage, HTTPResponse, IncompleteRead
from typing import IO, Final
from urllib.parse import quote, urlsplit, urlunsplit

from pyoxigraph import RdfFormat, parse, serialize
from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper

from lulea_kg.errors import InputError, LimitReached, Unavailable
from lulea_kg.messages import printable
from lulea_kg.stores.guard import kind, refuse_dangerous

# Where servers keep their graph store, by the name they give themselves and the last part of the query address.
_GRAPH_STORES: Final = {
    "oxigraph": ("query", "store"),
    "virtuoso": ("sparql", "sparql-graph-crud"),
    "fuseki": ("sparql", "data"),
}
# Virtuoso's own graphs: its schema, its demonstrations, its sponger.
_OWN_GRAPHS: Final = (
    "http://www.openlinksw.com/",
    "http://localhost:8890/",
    "http://localuriqaserver/",
    "http://www.w3.org/",
    "urn:activitystreams-owl:",
    "urn:core:services:",
    "urn:virtuoso:",
)
_MAX_ANSWER: Final = 1024 * 1024 * 1024


class RemoteStore:
    """A Store on a server. `endpoint` is its query address, `graph_store` that of its Graph Store Protocol.

    Without `graph_store` it is found from what the server calls itself. `login` is a user and a password.
    """

    def __init__(
        self, endpoint: str, graph_store: str | None = None, login: tuple[str, str] | None = None, timeout: int = 60
    ) -> None:
        for address in filter(None, (endpoint or "-", graph_store)):
            if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).netloc:
                raise InputError("bad-endpoint", found=address)
        self.endpoint = endpoint
        self._graph_store = graph_store
        self._login = login
        self._timeout = timeout
        self._opener = urllib.request.build_opener(*self._handlers())

    def query(self, sparql: str, *, union: bool = True) -> bytes:
        """See `Store.query`. Without `union` the named graphs are named to the server, and no default graph."""
        refuse_dangerous(sparql)
        client = self._client(sparql)
        if not union:
            client.addDefaultGraph("urn:lulea-kg:nothing")
            for graph in self.graphs():
                client.addNamedGraph(graph)
        return self._answer(client)

    def add(self, graph: str, ntriples: bytes) -> None:
        """See `Store.add`."""
        self._send("POST", graph, ntriples)

    def replace(self, graph: str, ntriples: bytes) -> None:
        """See `Store.replace`."""
        self._send("PUT", graph, ntriples)

    def delete(self, graph: str) -> None:
        """See `Store.delete`."""
        try:
            self._send("DELETE", graph, None)
        except Unavailable as error:
            if error.facts.get("status") != 404:
                raise

    def graphs(self) -> list[str]:
        """See `Store.graphs`; what the server keeps for itself is left out."""
        answer = json.loads(self._answer(self._client("SELECT ?g WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")))
        found = (row["g"]["value"] for row in answer["results"]["bindings"])
        return sorted(graph for graph in found if not graph.startswith(_OWN_GRAPHS))

    def check_union(self) -> None:
        """Raise Unavailable when the server's default graph is not the union of its named graphs."""
        one = "SELECT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } FILTER(isIRI(?s) && isIRI(?o)) } LIMIT 1"
        for row in json.loads(self.query(one))["results"]["bindings"]:
            triple = " ".join(f"<{row[name]['value']}>" for name in "spo")
            if not json.loads(self.query(f"ASK {{ {triple} }}"))["boolean"]:
                raise Unavailable("no-union", file=self.endpoint)

    def _client(self, sparql: str) -> SPARQLWrapper:
        # A server may take updates at the same address: only what is told to be a query is sent.
        form = kind(sparql)
        client = _Client(self.endpoint, self._opener)
        client.setMethod(POST)
        client.setTimeout(self._timeout)
        client.setQuery(sparql)
        client.queryType = form
        graph = form in ("CONSTRUCT", "DESCRIBE")
        client.setReturnFormat(TURTLE if graph else JSON)
        if self._login:
            client.setHTTPAuth("DIGEST" if "-auth" in self.endpoint else "BASIC")
            client.setCredentials(*self._login)
        return client

    def _answer(self, client: SPARQLWrapper) -> bytes:
        try:
            with closing(client.query().response) as response:
                content = _bounded(response, self.endpoint)
        except (OSError, ValueError, HTTPException) as error:
            refused = self._refused(error, self.endpoint)
            if isinstance(error, urllib.error.HTTPError) and error.code == 400:
                raise InputError("bad-sparql", found=refused.facts["found"]) from error
            raise refused from error
        try:
            if client.returnFormat == TURTLE:
                return serialize(parse(content, format=RdfFormat.TURTLE), format=RdfFormat.N_TRIPLES) or b""
            return _checked(content, asked=client.queryType == "ASK")
        except (SyntaxError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise Unavailable("remote-garbage", file=self.endpoint) from error

    def _send(self, method: str, graph: str, ntriples: bytes | None) -> None:
        address = f"{self.graph_store}?graph={quote(graph, safe='')}"
        request = urllib.request.Request(address, data=ntriples, method=method)
        if ntriples is not None:
            request.add_header("Content-Type", "application/n-triples")
        try:
            with self._opener.open(request, timeout=self._timeout) as response:
                response.read()
        except (OSError, HTTPException) as error:
            refused = self._refused(error, self.graph_store)
            if isinstance(error, urllib.error.HTTPError) and error.code == 400:
                raise InputError("bad-rdf", file=self.graph_store, found=refused.facts["found"]) from error
            raise refused from error

    @property
    def graph_store(self) -> str:
        """The address of the server's Graph Store Protocol; raise InputError when it cannot be told."""
        if not self._graph_store:
            self._graph_store = self._find_graph_store()
        return self._graph_store

    def _find_graph_store(self) -> str:
        request = urllib.request.Request(f"{self.endpoint}?query={quote('ASK {}')}")
        try:
            with self._opener.open(request, timeout=self._timeout) as response:
                server = (
                    f"{response.headers.get('Server', '')} {response.headers.get('Fuseki-Request-Id', '') and 'fuseki'}"
                )
        except (OSError, HTTPException) as error:
            raise self._refused(error, self.endpoint) from error
        parts = urlsplit(self.endpoint)
        head, _, last = parts.path.rstrip("/").rpartition("/")
        for name, (queried, stored) in _GRAPH_STORES.items():
            if name in server.lower() and last in (queried, "query", "sparql"):
                return urlunsplit((parts.scheme, parts.netloc, f"{head}/{stored}", "", ""))
        raise InputError("unknown-graph-store", file=self.endpoint, found=server.strip())

    def _handlers(self) -> Iterator[urllib.request.BaseHandler]:
        """Yield the log-ins a server may ask for."""
        yield _SameHost()
        if self._login:
            passwords = urllib.request.HTTPPasswordMgrWithPriorAuth()
            for address in filter(None, (self.endpoint, self._graph_store)):
                passwords.add_password(None, address, *self._login, is_authenticated=False)
            passwords.add_password(None, "{0.scheme}://{0.netloc}/".format(urlsplit(self.endpoint)), *self._login)
            yield urllib.request.HTTPDigestAuthHandler(passwords)
            yield urllib.request.HTTPBasicAuthHandler(passwords)

    def _refused(self, error: Exception, address: str) -> Unavailable:
        """Return what a failed request means: who does not answer, and what the server says of it."""
        if isinstance(error, urllib.error.HTTPError):
            with error:
                said = _first_line(error)
            if error.code in (401, 403):
                return Unavailable("refused-login", file=address, status=error.code)
            return Unavailable(
                "remote-unavailable", file=address, found=f"HTTP {error.code}: {said}", status=error.code
            )
        reason = getattr(error, "reason", None) or error
        if isinstance(reason, TimeoutError):
            return Unavailable("remote-timeout", file=address, limit=self._timeout)
        return Unavailable("remote-unavailable", file=address, found=printable(str(reason)) or type(reason).__name__)


class _Client(SPARQLWrapper):
    """SPARQLWrapper over an opener of our own, so that a log-in stays on its host."""

    def __init__(self, endpoint: str, opener: urllib.request.OpenerDirector) -> None:
        super().__init__(endpoint)
        self._opener = opener

    def _query(self) -> tuple[HTTPResponse, str]:
        return self._opener.open(self._createRequest(), timeout=self.timeout), self.returnFormat


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows a redirect on the same host only: a log-in must not be carried to another."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        """See the standard library; a redirect elsewhere is an error."""
        if urlsplit(newurl).netloc != urlsplit(req.full_url).netloc:
            raise urllib.error.HTTPError(req.full_url, code, msg, headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _bounded(stream: HTTPResponse, endpoint: str) -> bytes:
    content = stream.read(_MAX_ANSWER + 1)
    if len(content) > _MAX_ANSWER:
        raise LimitReached("answer-too-large", file=endpoint, limit=_MAX_ANSWER)
    # The standard library takes a body that is cut short for a whole one when it is read with a limit.
    if stream.length:
        raise IncompleteRead(content, stream.length)
    return content


def _checked(content: bytes, *, asked: bool) -> bytes:
    """Return SPARQL results JSON as the standard has it; raise ValueError and its like for anything else.

    Virtuoso answers ASK with a table: one number when it is true, no row when it is false; and has a name of its own
    for literals with a datatype.
    """
    answer = json.loads(content)
    if "boolean" in answer:
        return content
    bindings = answer["results"]["bindings"]
    own = False
    for cell in (cell for row in bindings for cell in row.values()):
        _ = cell["value"]
        if cell["type"] == "typed-literal":
            cell["type"], own = "literal", True
    if asked:
        return json.dumps(
            {"head": {}, "boolean": any(c["value"] != "0" for row in bindings for c in row.values())}
        ).encode()
    _ = answer["head"]["vars"]
    return json.dumps(answer, ensure_ascii=False).encode() if own else content


def _first_line(error: urllib.error.HTTPError) -> str:
    """Return the first line of what a server says of an error, without markup."""
    text = re.sub(r"<[^>]*>", " ", error.read(4096).decode("utf-8", "replace"))
    return next((line.strip()[:200] for line in text.splitlines() if line.strip()), str(error.reason))
