"""Processes that answer foreign SPARQL, each within limits of time, memory and bytes; one at a limit is replaced.

Who waits is served in turn, client by client, so that one who asks much does not make others wait.
"""

import asyncio
import json
import os
import shutil
import signal
import sys
import tempfile
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lulea_kg import errors
from lulea_kg.web.problems import Problem

# Requests that may wait for a process; more are sent away at once.
MOST_WAITING: Final = 200
RETRY: Final = {"Retry-After": "2"}
# How long a request waits for a process, in seconds.
_PATIENCE: Final = 60.0
# Before a process that ended without an answer is replaced, in seconds: one that cannot start is not tried in a loop.
_PAUSE: Final = 1.0


@dataclass(frozen=True)
class Limits:
    """What a foreign query may take: seconds, and MiB of memory and of answer."""

    seconds: float = 10
    memory: int = 512
    size: int = 50


@dataclass(frozen=True)
class Answer:
    """An answer in memory, or in a file that goes with it."""

    content: bytes = b""
    file: Path | None = None


class Worker:
    """One process; it answers one question at a time."""

    def __init__(self, process: asyncio.subprocess.Process, spool: Path) -> None:
        self._process, self._spool = process, spool
        self.killed = False
        self.answered = 0

    @classmethod
    async def start(cls, store: Path, spool: Path, limits: Limits) -> "Worker":
        """Start a process over the store."""
        # What cleans temporary folders by their age may have removed it.
        spool.mkdir(0o700, parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=spool))
        numbers = map(str, (limits.memory, limits.size, os.getpid()))
        words = ["-m", "lulea_kg.web.worker", str(store), str(folder), *numbers]
        pipe, null = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
        process = await asyncio.create_subprocess_exec(sys.executable, *words, stdin=pipe, stdout=pipe, stderr=null)
        return cls(process, folder)

    @property
    def alive(self) -> bool:
        """Whether the process runs, and goes on running."""
        # Its input closes before it is known to have ended: a question given to it then would be lost.
        gone = self._process.stdin is None or self._process.stdin.is_closing()
        return self._process.returncode is None and not self.killed and not gone

    async def ask(self, question: dict[str, Any], limits: Limits) -> Answer:
        """Return the answer; raise what the worker says, Problem when it ended at its memory limit or otherwise."""
        assert self._process.stdin
        assert self._process.stdout
        try:
            self._process.stdin.write(json.dumps(question).encode() + b"\n")
            await self._process.stdin.drain()
            head = json.loads(await self._process.stdout.readline())
            content = await self._process.stdout.readexactly(head["length"])
        except (OSError, ValueError, RuntimeError, asyncio.IncompleteReadError) as error:
            # uvloop raises RuntimeError for an input that has closed.
            # 1 is that of a worker that could not open the store.
            if await self._process.wait() in (-signal.SIGKILL, 1):
                raise Problem(503, "worker-ended", RETRY) from error
            # The allocator ends a process that may not have more.
            raise Problem(503, "memory-limit", RETRY, limit=limits.memory) from error
        self.answered += 1
        if head.get("error") == "memory-limit":
            raise Problem(503, "memory-limit", RETRY, limit=limits.memory)
        if "error" in head:
            raise getattr(errors, head["kind"])(head["error"], **head["facts"])
        return Answer(content, Path(head["file"]) if "file" in head else None)

    def kill(self) -> None:
        """End the process at once, and remove what it had written."""
        self.killed = True
        with suppress(ProcessLookupError):
            self._process.kill()
        shutil.rmtree(self._spool, ignore_errors=True)

    async def ended(self) -> None:
        """Wait until the process has ended."""
        await self._process.wait()
        shutil.rmtree(self._spool, ignore_errors=True)


class Pool:
    """Some workers over one store."""

    def __init__(self, store: Path, limits: Limits, size: int) -> None:
        self.limits, self._store, self._size = limits, store, size
        self._spool = Path(tempfile.mkdtemp(prefix="lulea-kg-"))
        self._idle: deque[Worker] = deque()
        self._watched: dict[Worker, asyncio.Task[None]] = {}
        self._waiting: OrderedDict[str, deque[asyncio.Future[Worker]]] = OrderedDict()
        self._closed = False

    async def open(self) -> None:
        """Start the workers."""
        await asyncio.gather(*(self._start() for _ in range(self._size)))

    @property
    def alive(self) -> int:
        """How many workers run."""
        return sum(worker.alive for worker in self._watched)

    async def ask(self, question: dict[str, Any], client: str = "") -> Answer:
        """Return the answer to a question; raise Problem at a limit or when too many wait, else what the query raised.

        Cancelled, as when the client has gone, it ends the query.
        """
        async with self._worker(client) as worker:
            try:
                return await asyncio.wait_for(worker.ask(question, self.limits), self.limits.seconds)
            except TimeoutError as error:
                worker.kill()
                raise Problem(503, "time-limit", RETRY, limit=f"{self.limits.seconds:g}") from error
            except (Problem, asyncio.CancelledError):
                worker.kill()
                raise

    def close(self) -> None:
        """End all workers."""
        self._closed = True
        for worker in self._watched:
            worker.kill()
        shutil.rmtree(self._spool, ignore_errors=True)

    async def _start(self) -> None:
        worker = await Worker.start(self._store, self._spool, self.limits)
        if self._closed:
            worker.kill()
            shutil.rmtree(self._spool, ignore_errors=True)
            return
        self._watched[worker] = asyncio.create_task(self._watch(worker))
        self._hand_on(worker)

    async def _watch(self, worker: Worker) -> None:
        """Replace a worker when it has ended, whoever ended it."""
        await worker.ended()
        if worker in self._idle:
            self._idle.remove(worker)
        if not (worker.answered or worker.killed or self._closed):
            await asyncio.sleep(_PAUSE)
        while not self._closed:
            try:
                await self._start()
                break
            except OSError:
                await asyncio.sleep(_PAUSE)
        del self._watched[worker]

    @asynccontextmanager
    async def _worker(self, client: str) -> AsyncIterator[Worker]:
        worker = await self._next(client)
        try:
            yield worker
        finally:
            if worker.alive:
                self._hand_on(worker)

    async def _next(self, client: str) -> Worker:
        while self._idle:
            worker = self._idle.popleft()
            if worker.alive:
                return worker
        if sum(map(len, self._waiting.values())) >= MOST_WAITING:
            raise Problem(503, "too-many-waiting", RETRY)
        future: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(future)
        try:
            async with asyncio.timeout(_PATIENCE):
                return await future
        except (TimeoutError, asyncio.CancelledError) as error:
            if future.done() and not future.cancelled():
                self._hand_on(future.result())
            if isinstance(error, TimeoutError):
                raise Problem(503, "too-many-waiting", RETRY) from error
            raise

    def _hand_on(self, worker: Worker) -> None:
        """Give a worker to the next who waits: the first request of the client whose turn it is."""
        while self._waiting:
            client, requests = self._waiting.popitem(last=False)
            future = requests.popleft()
            if requests:
                self._waiting[client] = requests
            if not future.done():
                future.set_result(worker)
                return
        self._idle.append(worker)
