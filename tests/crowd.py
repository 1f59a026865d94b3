"""Many clients of a server at once, each answer compared with what a quiet server gives of the same release."""

import asyncio
import itertools
import json
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

# Whatever the server, answers name this as theirs.
HOST: Final = "data.example.org"


@dataclass(frozen=True)
class Ask:
    """A request; `{n}` in its path is another number each time, so that the answer is made anew. `more` is a header."""

    path: str
    accept: str = "*/*"
    more: str = ""


@dataclass(frozen=True)
class Reply:
    """An answer: status, the release it is of, where it leads, and body."""

    status: int
    release: str
    location: str
    body: bytes


class Client:
    """A client that keeps its connection."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, ask: Ask, number: int = 0) -> Reply:
        """Return the answer; raise OSError or IncompleteReadError, which is an EOFError, when the connection ends."""
        if not self._writer:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        head = f"GET {ask.path.replace('{n}', str(number))} HTTP/1.1\r\nHost: {HOST}\r\nAccept: {ask.accept}\r\n"
        self._writer.write(f"{head}Accept-Language: en\r\n{ask.more}\r\n".encode())
        await self._writer.drain()
        status, *lines = (await self._reader.readuntil(b"\r\n\r\n")).decode().splitlines()
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
        body = await self._body(headers)
        code = int(status.split()[1])
        # What tells of a fault of the request tells its number too, which is another each time.
        told = b"" if 400 <= code < 500 else body
        return Reply(code, headers.get("x-release", ""), headers.get("location", ""), told)

    async def _body(self, headers: Mapping[str, str]) -> bytes:
        if "content-length" in headers:
            return await self._reader.readexactly(int(headers["content-length"]))
        pieces = []
        while length := int(await self._reader.readline(), 16):
            pieces.append((await self._reader.readexactly(length + 2))[:-2])
        await self._reader.readline()
        return b"".join(pieces)

    def close(self) -> None:
        """End the connection; the next request makes another."""
        if self._writer:
            self._writer.close()
        self._writer = None


async def replies(port: int, asks: Sequence[Ask]) -> dict[Ask, Reply]:
    """Return what a server answers to each request, one after the other."""
    client = Client(port)
    found = {ask: await client.ask(ask) for ask in asks}
    client.close()
    return found


@dataclass
class Crowd:
    """What many clients got: right answers by release, wrong ones, refusals by their reason, connections lost.

    `expected` are the right answers by release.
    """

    port: int
    expected: Mapping[str, Mapping[Ask, Reply]]
    right: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[Ask, Reply]] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    lost: int = 0
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    async def ask(self, clients: int, ended: Callable[[], bool]) -> None:
        """Let so many clients ask one thing after the other until `ended` says so."""
        await asyncio.gather(*(self._one(seed, ended) for seed in range(clients)))

    async def _one(self, seed: int, ended: Callable[[], bool]) -> None:
        client, choice = Client(self.port), random.Random(seed)
        asks = list(next(iter(self.expected.values())))
        while not ended():
            ask = choice.choice(asks)
            try:
                self._judge(ask, await client.ask(ask, next(self._numbers)))
            except (OSError, EOFError):
                self.lost += 1
                client.close()
                # A server that takes no connections would be asked in a loop without pause.
                await asyncio.sleep(0.05)
        client.close()

    def _judge(self, ask: Ask, reply: Reply) -> None:
        if reply.status == 503:
            self.refused[json.loads(reply.body)["detail"]] += 1
        elif self.expected.get(reply.release, {}).get(ask) == reply:
            self.right[reply.release] += 1
        else:
            self.wrong.append((ask, reply))
