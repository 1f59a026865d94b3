"""Requests meant to hurt a server, by addresses, heads and bodies: each by what it tries, and what is answered."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

MARK: Final = "<script>alert(1)</script>"
_TEXT: Final = "application/sparql-query"
_FORM: Final = "application/x-www-form-urlencoded"
_MANY: Final = 100_000


def get(path: str | bytes, *headers: str | bytes, method: str = "GET", host: str = "localhost") -> bytes:
    """Return a request for a path as it goes over the wire; what is text is sent as UTF-8."""
    lines = [_bytes(method) + b" " + _bytes(path) + b" HTTP/1.1", _bytes(f"Host: {host}"), b"Connection: close"]
    return b"\r\n".join([*lines, *map(_bytes, headers)]) + b"\r\n\r\n"


def post(path: str, body: str | bytes, type_: str = _FORM) -> bytes:
    """Return a request that sends a body."""
    length = f"Content-Length: {len(_bytes(body))}"
    return get(path, f"Content-Type: {type_}", length, method="POST") + _bytes(body)


def asks(sparql: str | bytes) -> bytes:
    """Return a request that asks a query."""
    return post("/sparql", sparql, _TEXT)


def page(path: str) -> bytes:
    """Return a request for a page for people."""
    return get(path, "Accept: text/html")


def _bytes(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text


def _form(name: str, value: str) -> bytes:
    return post("/reconcile", f"{name}={quote(value)}")


_NAMES: Final = (
    "../../../etc/passwd", "%2e%2e/%2e%2e/etc/passwd", "..%2f..%2fetc%2fpasswd", "%252e%252e%252fetc%252fpasswd",
    "..%5c..%5cetc%5cpasswd", "..\\..\\etc\\passwd", "%c0%ae%c0%ae/etc/passwd", "manifest.json%00.ttl", "%00",
    "/etc/passwd", "//etc/passwd", "names.sqlite", "./manifest.json/../names.sqlite", "store/CURRENT",
)  # fmt: skip
_PLACES: Final = ("data", "doc", "queries", "static", "release", "graph", "lookup/scb", "sitemap", "id/actor", "def")
PATHS: Final[Mapping[str, bytes]] = {
    f"{name} in {place}": get(f"/{place}/{name}") for place in _PLACES for name in _NAMES
}

_HUGE: Final = 50 * 1024 * 1024
_CHUNKED: Final = get("/sparql", f"Content-Type: {_TEXT}", "Transfer-Encoding: chunked", method="POST")
_SPLIT: Final = "%0d%0aX-Hostile:%20yes%0d%0a%0d%0a"
# What the server says to each; 0 is a connection that ends without an answer.
REQUESTS: Final[Mapping[str, tuple[bytes, set[int]]]] = {
    "50 MB of text": (asks("#" * _HUGE), {0, 413}),
    "50 MB of text in pieces": (_CHUNKED + (b"100000\r\n" + b"#" * 0x100000 + b"\r\n") * 50 + b"0\r\n\r\n", {0, 413}),
    "50 MB in a form": (post("/reconcile", "queries=" + "a" * _HUGE), {0, 413}),
    "4 MB of parameters": (post("/sparql", "a=b&" * 1_000_000), {400}),
    "10,000 headers": (get("/", *(f"X-{n}: a" for n in range(10_000))), {0, 431}),
    "one header of 10 MB": (get("/", "X-Long: " + "a" * 10_000_000), {0, 431}),
    "one name of a header of 1 MB": (get("/", "X" * 1_000_000 + ": a"), {0, 431}),
    "an address without end": (b"GET /" + b"a" * 10_000_000, {0, 431}),
    "a tag of 1 MB": (get("/doc/def", 'If-None-Match: "' + "a" * 1_000_000 + '"'), {0, 431}),
    "thousands of tags": (get("/doc/def", "If-None-Match: " + '"a",' * 10_000), {200}),
    "thousands of media ranges": (get("/doc/def", "Accept: " + "a/b;q=0.1," * 5000 + "text/turtle"), {406}),
    "thousands of languages": (get("/", "Accept-Language: " + "aa;q=0.1," * 6000), {200}),
    "weights that are none": (get("/doc/def", "Accept: text/turtle;q=1e999, */*;q=-1, a/b;q=\xb2"), {200}),
    "hundreds of ranges": (get("/data/dump.nq.gz", "Range: bytes=" + ",".join(f"{n}-{n + 5}" for n in range(500))),
                           {200, 206, 416}),
    "ranges upon each other": (get("/data/dump.nq.gz", "Range: bytes=" + "0-," * 9000 + "0-"), {200, 206, 416}),
    "a range beyond all": (get("/data/dump.nq.gz", f"Range: bytes={'9' * 5000}-"), {200, 400, 416}),
    "a range of strange digits": (get("/data/dump.nq.gz", "Range: bytes=\u0661-\u0662"), {200, 400, 416}),
    "a length and pieces": (get("/sparql", "Content-Length: 4", "Transfer-Encoding: chunked", method="POST")
                            + b"0\r\n\r\n" + get("/hidden"), {400}),
    "two lengths": (get("/sparql", "Content-Length: 4", "Content-Length: 5", method="POST") + b"ASK{}", {400}),
    "a length below nothing": (get("/sparql", "Content-Length: -1", method="POST"), {400}),
    "a length beyond all": (get("/sparql", f"Content-Length: {'9' * 50}", method="POST"), {400}),
    "pieces in pieces": (get("/sparql", "Transfer-Encoding: chunked, chunked", method="POST"), {400}),
    "pieces called otherwise": (get("/sparql", "Transfer-Encoding: xchunked", method="POST"), {400}),
    "a piece beyond all": (_CHUNKED + b"FFFFFFFFFFFFFFFFFF\r\n", {400}),
    "a piece of no number": (_CHUNKED + b"-1\r\nASK{}\r\n0\r\n\r\n", {400}),
    "a blank before the colon": (get("/", "Content-Length : 4"), {400}),
    "a header over two lines": (get("/", "X-One: a\r\n b"), {200, 400}),
    "ends of lines without return": (b"GET / HTTP/1.1\nHost: localhost\nConnection: close\n\n", {200, 400}),
    "HTTP/1.0": (b"GET / HTTP/1.0\r\n\r\n", {200}),
    "HTTP/0.9": (b"GET /\r\n\r\n", {200, 400}),
    "HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {400}),
    "HTTP/9.9": (b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", {400}),
    "bytes of no meaning": (bytes(range(256)) * 40, {400}),
    "TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 507, {400}),
    "a method in small letters": (get("/", method="get"), {400}),
    "a method nobody knows": (get("/", method="HACK"), {400}),
    "TRACE": (get("/", method="TRACE"), {405}),
    "PATCH": (get("/doc/def", method="PATCH"), {405}),
    "DELETE": (get("/data/dump.nq.gz", method="DELETE"), {405}),
    "CONNECT": (get("example.org:443", method="CONNECT"), {400}),
    "a proxy's request": (get("http://example.org/doc/def"), {200}),
    "a WebSocket": (get("/", "Upgrade: websocket", "Sec-WebSocket-Version: 13"), {200}),
    "a host that is a script": (page("/sparql").replace(b"localhost", f'a">{MARK}'.encode()), {400}),
    "a host that ends the line": (get("/sitemap.xml", host="a\r\nX-Hostile: yes"), {200}),
    "a very long host": (get("/sitemap.xml", host="a" * 60_000), {400}),
    "a host with a path": (get("/sitemap.xml", host="example.org/doc/def#"), {400}),
    "a host with a name": (get("/sitemap.xml", host="user:word@example.org"), {400}),
    "two hosts": (get("/sitemap.xml", "Host: example.org"), {200, 400}),
    "no host": (b"GET /sitemap.xml HTTP/1.1\r\nConnection: close\r\n\r\n", {400}),
    "a host that was forwarded": (get("/sitemap.xml", f"X-Forwarded-Host: {MARK}", "X-Forwarded-Proto: javascript",
                                      "X-Forwarded-For: " + "1.2.3.4, " * 1000, "Forwarded: host=evil.example"), {200}),
    "a path of strange bytes": (get(b"/\xff\xfe"), {400}),
    "a path of many slashes": (get("/" * 60_000), {404}),
    "a path that is elsewhere": (get("//example.org/%2e%2e"), {404}),
    "a path with a script": (page(f"/{quote(MARK)}"), {404}),
    "a path that ends the line": (get(f"/id/actor/{_SPLIT}"), {404}),
    "a term that ends the line": (get(f"/def/{_SPLIT}"), {404}),
    "a language that ends the line": (get(f"/search?q=a&lang={_SPLIT}"), {200}),
    "a format that ends the line": (get(f"/sparql?query=ASK%7B%7D&format={_SPLIT}"), {406}),
    "a query's name that ends the line": (get(f"/queries/twin-towns{_SPLIT}.csv"), {404}),
    "a query's parameter with a script": (page(f"/queries/twin-towns?municipality={quote(MARK)}"), {404}),
    "a query's day with a script": (page(f"/queries/twin-towns?as-of={quote(MARK)}"), {400, 404}),
    "a parameter nobody knows": (page(f"/queries/twin-towns?{quote(MARK)}=1"), {400}),
    "20,000 parameters": (get("/queries/twin-towns?" + "a=&" * 20_000), {200}),
    "15,000 other parameters": (get("/reconcile?" + "a=1&" * 15_000), {200}),
    "escapes that are none": (get("/sparql?query=%zz%u0041%"), {400}),
    "escapes of half characters": (get("/sparql?query=%ff%c0%af"), {400}),
    "escapes of escapes": (get("/sparql?query=ASK%257B%257D"), {400}),
    "a query that comes twice": (get("/sparql?query=ASK%7B%7D&query=ASK%7B%7D"), {400}),
    "a graph with a blank": (get("/sparql?query=ASK%7B%7D&default-graph-uri=http://a%20b"), {400}),
    "a graph over two lines": (get("/sparql?query=ASK%7B%7D&default-graph-uri=http://a%0d%0ab"), {400}),
    "a graph that ends": (get("/sparql?query=ASK%7B%7D&named-graph-uri=http://a%3E%20%7B%7D%20%3Cb"), {400}),
    "a graph with quotes": (get("/sparql?query=ASK%7B%7D&named-graph-uri=http://a%22%27b"), {400}),
    "a graph of a file": (get("/sparql?query=ASK%7B%3Fs%3Fp%3Fo%7D&default-graph-uri=file:///etc/passwd"), {200}),
    "a named graph with a blank": (get("/graph/a%20%3E%20%0a%22b"), {404}),
    "a view with a blank": (get("/reconcile/view?id=http://a%20%3E%22%0d%0aX-Hostile:%20yes"), {404}),
    "a view of a script": (get("/reconcile/view?id=javascript:alert(1)"), {404}),
    "a view that is elsewhere": (get("/reconcile/view?id=http://evil.example/doc/"), {404}),
    "a preview of a script": (page(f"/reconcile/preview?id={quote(MARK)}"), {404}),
    "a search for a script": (page(f"/search?q={quote(MARK)}"), {200}),
    "a search for 1 MB": (get("/search?q=" + "a" * 1_000_000), {0, 431}),
    "a search for 60,000 letters": (get("/search?q=" + "a%20" * 15_000), {200}),
    "a search in the index's own words": (get(f"/search?q={quote('NEAR(a b, 9) OR {col}: - ^ * NOT ()' * 9)}"), {200}),
    "a search for quotes": (get("/search?q=" + "%22%27" * 5000), {200}),
    "a search for marks": (page("/search?q=e" + "%CC%81" * 9000), {200}),
    "a search for NUL": (page("/search?q=%00a%00"), {200}),
    "a search for half a pair": (page("/search?q=%ED%A0%80"), {200}),
    "a page before the first": (get("/search?q=a&page=-1"), {404}),
    "a page beyond all": (get(f"/search?q=a&page={'9' * 5000}"), {404}),
    "a page of strange digits": (get("/doc/def?page=%D9%A1"), {404}),
    "a sitemap beyond all": (get(f"/sitemap/{'9' * 5000}.xml"), {404}),
    "changes since a script": (page(f"/changes?since={quote(MARK)}"), {400}),
    "a batch of 100,000": (_form("queries", "{" + ",".join(f'"q{n}":{{"query":"a"}}' for n in range(_MANY)) + "}"),
                           {400, 413}),
    "a batch of deep JSON": (_form("queries", "[" * _MANY), {400}),
    "a batch of deep objects": (_form("queries", '{"a":' * _MANY), {400}),
    "a batch of wrong types": (_form("queries", '{"q":{"query":["a"],"limit":"x","type":{},"properties":7}}'), {400}),
    "a batch of very many digits": (_form("queries", '{"q":{"query":"a","limit":1' + "0" * 5000 + "}}"), {400}),
    "a batch with no number": (_form("queries", '{"q":{"query":"a","limit":NaN}}'), {400}),
    "a batch of half a pair": (_form("queries", '{"\\ud800":{"query":"\\udfff"}}'), {400}),
    "a batch of scripts": (_form("queries", '{"' + MARK + '":{"query":"' + MARK + '"}}'), {200}),
    "more that is asked of a thing": (_form("extend", '{"ids":["' + '","'.join(["a"] * 9999) + '"],"properties":[]}'),
                                      {400}),
}  # fmt: skip
