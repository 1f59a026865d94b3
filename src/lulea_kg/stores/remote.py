"""A remote store: any SPARQL 1.1 server, queried through SPARQLWrapper, filled by the Graph Store Protocol.

Its default graph must be the union of its named graphs; a server whose default graph is not is refused.
"""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import IO, Final
from urllib.parse import quote, urlsplit, urlunsplit

from pyoxigraph import RdfFormat, parse, serialize
from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, SPARQLWrapperException, Unauthorized

from lulea_kg.errors import InputError, LimitReached, Unavailable
from lulea_kg.stores.guard import refuse_dangerous

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
        if urlsplit(endpoint).scheme not in ("http", "https"):
            raise InputError("bad-endpoint", found=endpoint)
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
        answer = json.loads(self._answer(self._client("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")))
        found = (row["g"]["value"] for row in answer["results"]["bindings"])
        return sorted(graph for graph in found if not graph.startswith(_OWN_GRAPHS))

    def check_union(self) -> None:
        """Raise Unavailable when the server's default graph is not the union of its named graphs."""
        one = "SELECT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } FILTER(isIRI(?o)) } LIMIT 1"
        for row in json.loads(self.query(one))["results"]["bindings"]:
            triple = " ".join(f"<{row[name]['value']}>" for name in "spo")
            if not json.loads(self.query(f"ASK {{ {triple} }}"))["boolean"]:
                raise Unavailable("no-union", file=self.endpoint)

    def _client(self, sparql: str) -> SPARQLWrapper:
        client = SPARQLWrapper(self.endpoint)
        client.setMethod(POST)
        client.setTimeout(self._timeout)
        client.setQuery(sparql)
        graph = client.queryType in ("CONSTRUCT", "DESCRIBE")
        client.setReturnFormat(TURTLE if graph else JSON)
        if self._login:
            client.setHTTPAuth("DIGEST" if "-auth" in self.endpoint else "BASIC")
            client.setCredentials(*self._login)
        return client

    def _answer(self, client: SPARQLWrapper) -> bytes:
        try:
            content = _bounded(client.query().response, self.endpoint)
        except QueryBadFormed as error:
            raise InputError("bad-sparql", found=_said(error)) from error
        except Unauthorized as error:
            raise Unavailable("refused-login", file=self.endpoint) from error
        except (SPARQLWrapperException, urllib.error.URLError, OSError, ValueError) as error:
            raise self._unavailable(error) from error
        if client.queryType == "ASK":
            return _boolean(content)
        if client.returnFormat != TURTLE:
            return content
        try:
            return serialize(parse(content, format=RdfFormat.TURTLE), format=RdfFormat.N_TRIPLES) or b""
        except SyntaxError as error:
            raise Unavailable("remote-unavailable", file=self.endpoint, found=error.msg) from error

    def _send(self, method: str, graph: str, ntriples: bytes | None) -> None:
        address = f"{self.graph_store}?graph={quote(graph, safe='')}"
        request = urllib.request.Request(address, data=ntriples, method=method)
        if ntriples is not None:
            request.add_header("Content-Type", "application/n-triples")
        try:
            with self._opener.open(request, timeout=self._timeout) as response:
                response.read()
        except urllib.error.HTTPError as error:
            error.close()
            if error.code in (401, 403):
                raise Unavailable("refused-login", file=self.graph_store, status=error.code) from error
            raise Unavailable(
                "remote-unavailable", file=address, found=f"HTTP {error.code}", status=error.code
            ) from error
        except (urllib.error.URLError, OSError) as error:
            raise self._unavailable(error) from error

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
        except (urllib.error.URLError, OSError) as error:
            raise self._unavailable(error) from error
        parts = urlsplit(self.endpoint)
        head, _, last = parts.path.rstrip("/").rpartition("/")
        for name, (queried, stored) in _GRAPH_STORES.items():
            if name in server.lower() and last in (queried, "query", "sparql"):
                return urlunsplit((parts.scheme, parts.netloc, f"{head}/{stored}", "", ""))
        raise InputError("unknown-graph-store", file=self.endpoint, found=server.strip())

    def _handlers(self) -> Iterator[urllib.request.BaseHandler]:
        """Yield the log-ins a server may ask for."""
        if self._login:
            passwords = urllib.request.HTTPPasswordMgrWithPriorAuth()
            for address in filter(None, (self.endpoint, self._graph_store)):
                passwords.add_password(None, address, *self._login, is_authenticated=False)
            passwords.add_password(None, "{0.scheme}://{0.netloc}/".format(urlsplit(self.endpoint)), *self._login)
            yield urllib.request.HTTPDigestAuthHandler(passwords)
            yield urllib.request.HTTPBasicAuthHandler(passwords)

    def _unavailable(self, error: Exception) -> Unavailable:
        reason = getattr(error, "reason", None) or error
        if isinstance(reason, TimeoutError):
            return Unavailable("remote-timeout", file=self.endpoint, limit=self._timeout)
        found = _said(error) if isinstance(error, SPARQLWrapperException) else str(reason)
        return Unavailable("remote-unavailable", file=self.endpoint, found=found)


def _bounded(stream: IO[bytes], endpoint: str) -> bytes:
    content = stream.read(_MAX_ANSWER + 1)
    if len(content) > _MAX_ANSWER:
        raise LimitReached("answer-too-large", file=endpoint, limit=_MAX_ANSWER)
    return content


def _boolean(content: bytes) -> bytes:
    """Return the answer to ASK as the standard has it; Virtuoso gives a table of one number."""
    answer = json.loads(content)
    if "boolean" not in answer:
        (row,) = answer["results"]["bindings"]
        (cell,) = row.values()
        answer = {"head": {}, "boolean": cell["value"] in ("1", "true")}
    return json.dumps(answer).encode()


def _said(error: Exception) -> str:
    """Return the first line of what a server answered, without SPARQLWrapper's frame."""
    text = str(error).replace("\\n", "\n")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    told = [line for line in lines if not line.startswith(("EndPointInternalError", "QueryBadFormed", "Response:"))]
    return (told or lines or [type(error).__name__])[0].lstrip("b'\"")[:200]
