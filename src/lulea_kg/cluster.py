"""Beyond one machine: the workers of a Dask scheduler, as an executor of the standard library."""

import logging
import platform
import re
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Executor, Future, wait
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar

from lulea_kg import __version__, files, slices
from lulea_kg.errors import InputError, Unavailable

if TYPE_CHECKING:
    from distributed import Client

P = ParamSpec("P")
T = TypeVar("T")
# For how many seconds a scheduler is called, and a worker waited for when there is none.
PATIENCE: Final = 10.0
_ADDRESS: Final = re.compile(r"(tcp|tls)://\S+:\d+")
# Shapes ask SPARQL, and its parser breaks when two threads of one process use it at once.
_ONE_AT_A_TIME: Final = Lock()


class Workers(Executor):
    """The workers of a cluster: what one that ends has not handed over, another does again."""

    def __init__(self, client: "Client", address: str) -> None:
        self._client = client
        self._address = address
        self._executor: Executor = client.get_executor(pure=False)  # type: ignore[no-untyped-call]
        self._ontology = str(files.shipped("ontology"))
        self._expected = installed(self._ontology)

    def compare(self) -> None:
        """Raise Unavailable unless there is a worker, and wherever the cluster runs is installed what we have."""
        try:
            self._client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError as error:
            raise Unavailable("no-workers", file=self._address) from error
        try:
            # A scheduler runs nothing, but reads the names of what is to be run.
            self._client.run_on_scheduler(installed, self._ontology)  # type: ignore[no-untyped-call]
        except (ImportError, AttributeError) as error:
            raise Unavailable("worker-differs", file=self._address) from error
        for address, found in self._client.run(installed, self._ontology, on_error="return").items():
            # A worker that cannot be reached has ended, and gets no work.
            if found != self._expected and not isinstance(found, OSError):
                raise Unavailable("worker-differs", file=address)

    def submit(self, function: Callable[P, T], /, *arguments: P.args, **named: P.kwargs) -> Future[T]:
        """Let a worker call the function; its future raises Unavailable when that worker is not as we are."""
        task = partial(function, *arguments, **named)
        return self._executor.submit(work, task, self._ontology, self._expected)

    def map(
        self, function: Callable[..., T], *iterables: Iterable[Any], timeout: float | None = None, chunksize: int = 1
    ) -> Iterator[T]:
        """Yield what the function returns for each, in order; raise Unavailable when no worker is left."""
        futures = deque(self.submit(function, *arguments) for arguments in zip(*iterables, strict=False))
        while futures:
            yield self._result(futures.popleft())

    def _result(self, future: Future[T]) -> T:
        while not wait([future], PATIENCE).done:
            if not self._client.nthreads():  # type: ignore[no-untyped-call]
                raise Unavailable("no-workers", file=self._address)
        return future.result()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let go of the workers; what is still being done is not wanted, and is cancelled."""
        self._executor.shutdown(wait=False)


@contextmanager
def opened(address: str | None) -> Iterator[Workers | None]:
    """Open the workers of the Dask scheduler at an address, None without one.

    Raises InputError when Dask is not installed or the address is none, and Unavailable when the scheduler or all
    workers are not there, or end.
    """
    if not address:
        yield None
        return
    with _client(address) as client:
        from distributed import KilledWorker

        try:
            with Workers(client, address) as workers:
                workers.compare()
                yield workers
        except CancelledError as error:
            raise Unavailable("scheduler-gone", file=address) from error
        except KilledWorker as error:
            raise Unavailable("workers-gone", file=address) from error


def work(task: Callable[[], T], ontology: str, expected: str) -> T:
    """Return what a task returns, on a worker; raise Unavailable unless what is installed there is as `expected`."""
    if installed(ontology) != expected:
        raise Unavailable("worker-differs", file=platform.node())
    with _ONE_AT_A_TIME:
        return task()


@cache
def installed(ontology: str) -> str:
    """Return what the shapes of a folder, and all that reads and runs them, are told apart by.

    It is remembered, as the shapes are: a worker that was not started anew after an installation has the old ones.
    """
    return f"{__version__} {slices.shapes_digest(Path(ontology)).decode()}"


def _client(address: str) -> "Client":
    """Connect to a scheduler; what a person can act on is said by our errors, not by Dask's log."""
    try:
        from distributed import Client
        from distributed.versions import VersionMismatchWarning
    except ImportError as error:
        raise InputError("option-needs", found="--scheduler", expected="Dask", extra="cluster") from error
    if not _ADDRESS.fullmatch(address):
        raise InputError("bad-scheduler", found=address)
    for name in ("distributed", "distributed.client", "tornado.application"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", VersionMismatchWarning)
            return Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except OSError as error:
        raise Unavailable("no-scheduler", file=address, found=str(error)) from error
