"""What a connection may do before it is answered, and after: how long, how slow."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import needed

needed.package("httptools")
uvicorn = needed.package("uvicorn")

from uvicorn.server import ServerState  # noqa: E402

from lulea_kg.web.guarded import MOST_HEAD, GuardedProtocol  # noqa: E402

GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
LARGE = 16 * 1024 * 1024
Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Quick(GuardedProtocol):
    """The same, for those in a hurry."""

    head_seconds = 0.2
    read_seconds = 0.2


class Few(GuardedProtocol):
    """The same, for two."""

    most_connections = 2


async def answering(scope: Any, receive: Any, send: Callable[[Any], Awaitable[None]]) -> None:
    """Answer "ok", or very much at /large; at /all when all has come."""
    while scope["path"] == "/all" and (await receive()).get("more_body"):
        pass
    content = b"x" * LARGE if scope["path"] == "/large" else b"ok"
    head = {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(content))]}
    await send(head)
    await send({"type": "http.response.body", "body": content})


@asynccontextmanager
async def connected(protocol: type[GuardedProtocol]) -> AsyncIterator[Connection]:
    """Give a connection to a server that speaks so."""
    config = uvicorn.Config(answering, log_config=None, lifespan="off", ws="none")
    state = ServerState()
    make = lambda: protocol(config, state, {})  # noqa: E731
    server = await asyncio.get_running_loop().create_server(make, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    try:
        yield reader, writer
    finally:
        writer.close()
        server.close()


def told(sent: bytes, protocol: type[GuardedProtocol] = GuardedProtocol) -> bytes:
    """Return the first line of what is answered to what is sent, b"" when the connection ends."""

    async def ask() -> bytes:
        async with connected(protocol) as (reader, writer):
            writer.write(sent)
            return (await reader.readline()).strip()

    return asyncio.run(ask())


def test_a_request_is_answered() -> None:
    assert told(GET + b"\r\n") == b"HTTP/1.1 200 OK"


def test_a_head_that_comes_whole_and_is_too_long_is_refused() -> None:
    sent = GET + b"X-Long: " + b"a" * MOST_HEAD + b"\r\n\r\n"
    assert told(sent) == b"HTTP/1.1 431 Request Header Fields Too Large"


def test_a_head_without_end_is_refused() -> None:
    assert told(GET + b"X-Long: " + b"a" * 1_000_000) == b"HTTP/1.1 431 Request Header Fields Too Large"


def test_a_head_that_comes_too_slowly_is_refused() -> None:
    assert told(GET, Quick) == b"HTTP/1.1 408 Request Timeout"


def test_a_connection_that_says_nothing_ends() -> None:
    assert told(b"", Quick) == b""


def test_what_is_no_http_is_refused() -> None:
    assert told(b"\x16\x03\x01\x02\x00") == b"HTTP/1.1 400 Bad Request"


def test_a_second_request_on_a_connection_is_answered() -> None:
    async def ask() -> bytes:
        async with connected(Quick) as (reader, writer):
            writer.write(GET + b"\r\n" + GET + b"Connection: close\r\n\r\n")
            return await reader.read()

    assert asyncio.run(ask()).count(b"HTTP/1.1 200 OK") == 2


def test_who_reads_no_answer_is_cut_off() -> None:
    async def ask() -> int:
        async with connected(Quick) as (reader, writer):
            writer.write(GET.replace(b"/ ", b"/large ") + b"\r\n")
            await asyncio.sleep(1)
            return len(await _all(reader))

    assert asyncio.run(ask()) < LARGE


def test_who_reads_on_gets_all() -> None:
    async def ask() -> int:
        async with connected(GuardedProtocol) as (reader, writer):
            writer.write(GET.replace(b"/ ", b"/large ") + b"Connection: close\r\n\r\n")
            return len(await _all(reader))

    assert asyncio.run(ask()) > LARGE


def test_who_asks_nothing_makes_room_for_who_asks() -> None:
    assert asyncio.run(_after_others(Few, b"")) == b"HTTP/1.1 200 OK"


def test_when_all_ask_the_next_is_told_to_come_again() -> None:
    # What is sent with a request is still to come, so that it is not yet answered to the end.
    unfinished = b"POST /all HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\n"
    assert asyncio.run(_after_others(Few, unfinished)) == b"HTTP/1.1 503 Service Unavailable"


async def _after_others(protocol: type[GuardedProtocol], sent: bytes) -> bytes:
    """Return what is answered to one who comes after two others that have sent something."""
    async with connected(protocol) as (_, first):
        address = first.get_extra_info("peername")
        _, second = await asyncio.open_connection(*address)
        first.write(sent)
        second.write(sent)
        await asyncio.sleep(0.2)
        reader, third = await asyncio.open_connection(*address)
        third.write(GET + b"\r\n")
        line = await reader.readline()
        second.close()
        third.close()
        return line.strip()


async def _all(reader: asyncio.StreamReader) -> bytes:
    """Return what comes until the connection ends, however it ends."""
    found = bytearray()
    try:
        while piece := await reader.read(65536):
            found += piece
    except ConnectionError:
        pass
    return bytes(found)
