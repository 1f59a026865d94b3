"""Beyond one machine: a real Dask scheduler and two workers on loopback, one of which is killed half-way."""

import importlib.util
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from signal import SIGKILL
from threading import Barrier, BrokenBarrierError
from typing import TYPE_CHECKING, Final

import pytest
from invented import CLAIM, dataset, program, run
from needed import ROOT, not_run

from lulea_kg import cluster, files
from lulea_kg.errors import Unavailable

if TYPE_CHECKING:
    from distributed import Client

PATIENCE: Final = 60
# Enough for half a dozen tasks.
QUADS: Final = 30_000
LATE: Final = 'mir:earliestBegin "2021-01-01"^^xsd:date ; mir:latestBegin'
# The scheduler loads this. As soon as two tasks are done it kills the worker that has most in hand, and writes down how
# many tasks were done, how many were not, and how many of these that worker had in hand.
KILLS_ONE: Final = """
import json, os, signal
from pathlib import Path
from distributed import SchedulerPlugin

class KillsOne(SchedulerPlugin):
    done = 0

    def __init__(self, scheduler):
        self.scheduler = scheduler

    def transition(self, key, start, finish, *_, **__):
        self.done += finish == "memory"
        if finish == "memory" and self.done == 2:
            worker = max(self.scheduler.workers.values(), key=lambda worker: len(worker.processing))
            undone = sum(task.state != "memory" for task in self.scheduler.tasks.values())
            facts = {"done": self.done, "undone": undone, "in hand": len(worker.processing), "pid": worker.pid}
            Path("killed.json").write_text(json.dumps(facts))
            os.kill(worker.pid, signal.SIGKILL)

def dask_setup(scheduler):
    scheduler.add_plugin(KillsOne(scheduler))
"""
# A scheduler that loads this ends, as in a crash, when the first task is done.
ENDS: Final = """
import os, signal
from distributed import SchedulerPlugin

class Ends(SchedulerPlugin):
    def transition(self, key, start, finish, *_, **__):
        if finish == "memory":
            os.kill(os.getpid(), signal.SIGKILL)

def dask_setup(scheduler):
    scheduler.add_plugin(Ends())
"""


@dataclass(frozen=True)
class Cluster:
    """Running processes, the scheduler first, where it answers, and the folder they run in."""

    processes: list["subprocess.Popen[bytes]"]
    address: str
    folder: Path


@dataclass(frozen=True)
class HalfWay:
    """The cluster after a build during which a worker was killed, what the build printed, and what it had built."""

    cluster: Cluster
    printed: "subprocess.CompletedProcess[str]"
    data: Path


@pytest.fixture(scope="module")
def half_way(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HalfWay]:
    """Build by two workers, of which the scheduler kills one half-way; the other and the scheduler go on."""
    folder = tmp_path_factory.mktemp("cluster")
    (folder / "kills_one.py").write_text(KILLS_ONE)
    data = generated(folder / "stordata")
    with started(folder, 2, "--preload", "kills_one.py") as running:
        yield HalfWay(running, built(data, folder / "releases", "--scheduler", running.address), data)


def test_a_build_by_two_workers_of_which_one_is_killed_gives_the_release_of_a_build_without_them(
    half_way: HalfWay, tmp_path: Path
) -> None:
    here = run("build", half_way.data, "--out", tmp_path)
    assert here.exit_code == half_way.printed.returncode == 0
    assert Path(half_way.printed.stdout.strip()).name == Path(here.stdout.strip()).name
    assert half_way.printed.stderr == here.stderr


def test_the_worker_was_killed_when_some_tasks_were_done_and_some_were_not(half_way: HalfWay) -> None:
    killed = json.loads((half_way.cluster.folder / "killed.json").read_text())
    ended = {process.pid: process.poll() for process in half_way.cluster.processes}
    assert killed["done"] == 2
    assert killed["undone"] >= killed["in hand"] >= 1
    assert {pid: code for pid, code in ended.items() if code is not None} == {killed["pid"]: -SIGKILL}


def test_the_scheduler_is_left_running_with_no_task_left_behind(half_way: HalfWay) -> None:
    assert half_way.cluster.processes[0].poll() is None
    with client(half_way.cluster) as asked:
        assert tasks_in_the_end(asked) == 0


def test_a_fault_found_by_a_worker_is_told_as_one_found_here(half_way: HalfWay, tmp_path: Path) -> None:
    folder = dataset(tmp_path)
    (folder / "sources").mkdir()
    (folder / "sources" / "avtal.ttl").write_text(CLAIM.replace("mir:latestBegin", LATE), encoding="utf-8")
    here = run("build", folder, "--out", tmp_path / "out")
    there = run("build", folder, "--out", tmp_path / "out", "--scheduler", half_way.cluster.address)
    assert "avtal.ttl: " in here.stderr
    assert (there.exit_code, there.stdout, there.stderr) == (1, "", here.stderr)


def test_a_worker_with_another_version_gets_no_work(half_way: HalfWay, another_version: None, tmp_path: Path) -> None:
    result = run("build", dataset(tmp_path), "--out", tmp_path / "out", "--scheduler", half_way.cluster.address)
    assert (result.exit_code, len(result.stderr.splitlines())) == (3, 1)
    assert result.stderr.startswith("tcp://127.0.0.1:")
    assert "Dask there lacks the lulea_kg" in result.stderr


def test_a_worker_that_comes_later_with_another_version_does_nothing() -> None:
    with pytest.raises(Unavailable, match="Dask there lacks the lulea_kg"):
        cluster.work(lambda: pytest.fail("it worked"), str(files.shipped("ontology")), expected="another")


def test_a_scheduler_without_workers_is_not_waited_for_without_end(short_patience: None, tmp_path: Path) -> None:
    with started(tmp_path, 0) as running:
        result = run("build", dataset(tmp_path), "--out", tmp_path / "out", "--scheduler", running.address)
        with (
            client(running) as asked,
            cluster.Workers(asked, running.address) as workers,
            pytest.raises(Unavailable) as none_left,
        ):
            list(workers.map(str, [1, 2]))
    line = f"{running.address}: the Dask scheduler there has no workers. Start some, or leave --scheduler out."
    assert (result.exit_code, result.stderr, str(none_left.value)) == (3, line + "\n", line)


def test_a_scheduler_that_ends_half_way_is_told_in_one_line_and_nothing_is_sealed(tmp_path: Path) -> None:
    (tmp_path / "ends.py").write_text(ENDS)
    with started(tmp_path, 1, "--preload", "ends.py") as running:
        result = built(dataset(tmp_path), tmp_path / "out", "--scheduler", running.address)
    assert (result.returncode, len(result.stderr.splitlines())) == (3, 2)
    assert f"{running.address}: the Dask scheduler there ended before the work was done" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_scheduler_that_does_not_answer_is_told_in_one_line(short_patience: None, tmp_path: Path) -> None:
    needs_dask()
    with socket.socket() as bound:
        # Bound, and not listening: nobody else can answer there.
        bound.bind(("127.0.0.1", 0))
        silent = f"tcp://127.0.0.1:{bound.getsockname()[1]}"
        result = run("build", dataset(tmp_path), "--out", tmp_path / "out", "--scheduler", silent)
    assert (result.exit_code, len(result.stderr.splitlines())) == (3, 1)
    assert result.stderr.startswith(f"{silent}: no Dask scheduler answers there (")


def test_what_is_no_address_is_told_in_one_line(tmp_path: Path) -> None:
    needs_dask()
    result = run("build", dataset(tmp_path), "--out", tmp_path / "out", "--scheduler", "localhost")
    assert result.exit_code == 2
    assert result.stderr == "'localhost' is not the address of a scheduler. Write it as in tcp://host:8786.\n"


def test_without_dask_the_option_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    result = run("build", dataset(tmp_path), "--out", tmp_path / "out", "--scheduler", "tcp://127.0.0.1:8786")
    assert result.exit_code == 2
    assert result.stderr == "--scheduler needs Dask. Install it with pip install 'lulea_kg[cluster]'.\n"


def test_a_build_without_a_scheduler_loads_no_dask(tmp_path: Path) -> None:
    printed = built(dataset(tmp_path), tmp_path / "out", environment={"PYTHONPROFILEIMPORTTIME": "1"}).stderr
    assert "lulea_kg.cluster" in printed
    assert not {"dask", "distributed"} & set(re.findall(r"\| +(\w+)", printed))


def test_two_tasks_never_run_at_once_in_one_worker() -> None:
    ontology = str(files.shipped("ontology"))
    meeting = Barrier(2)

    def meet(_: int) -> bool:
        try:
            cluster.work(lambda: meeting.wait(0.2), ontology, cluster.installed(ontology))
        except BrokenBarrierError:
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(meet, range(2))) == [False, False]


# Helpers


@pytest.fixture
def short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)


@pytest.fixture
def another_version(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """For a while this process is of another version than those it has started."""
    monkeypatch.setattr(cluster, "__version__", "0.0.0")
    cluster.installed.cache_clear()
    yield
    cluster.installed.cache_clear()


def needs_dask() -> None:
    if not importlib.util.find_spec("distributed"):
        not_run("dask")


def generated(folder: Path) -> Path:
    """Return an invented dataset of many sources, as benchmarks/generate.py writes it."""
    command = [sys.executable, str(ROOT / "benchmarks" / "generate.py"), str(folder), "--quads", str(QUADS)]
    subprocess.run(command, check=True, timeout=PATIENCE)
    return folder


def built(
    data: Path, out: Path, *words: str, environment: Mapping[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    """Build in a process of its own; return how it ended and what it printed."""
    command = [*program(), "build", str(data), "--out", str(out), *words]
    variables = {**os.environ, **(environment or {})}
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, env=variables)


@contextmanager
def started(folder: Path, workers: int, *words: str) -> Iterator[Cluster]:
    """Start a scheduler, given `words`, and workers; wait until all are ready, and end them afterwards."""
    needs_dask()
    with ExitStack() as stack:
        processes = [stack.enter_context(process(folder, "scheduler", "--port", "0", *words))]
        running = Cluster(processes, address(folder / "scheduler.json", processes[0]), folder)
        # Without a nanny nobody starts a killed worker again.
        alone = ["--no-nanny", "--nthreads", "1", "--local-directory", "."]
        processes += [stack.enter_context(process(folder, "worker", *alone)) for _ in range(workers)]
        if workers:
            with client(running) as asked:
                asked.wait_for_workers(workers, timeout=PATIENCE)
        yield running


@contextmanager
def process(folder: Path, *words: str) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a process of Dask on loopback, on free ports; end it afterwards whatever happens."""
    common = ["--scheduler-file", "scheduler.json", "--host", "127.0.0.1", "--dashboard-address", "127.0.0.1:0"]
    command = [sys.executable, "-m", "dask", *words, *common, "--no-dashboard"]
    with (folder / "output.log").open("ab") as log:
        running = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
    try:
        yield running
    finally:
        running.kill()
        running.wait(PATIENCE)


def address(contact: Path, scheduler: "subprocess.Popen[bytes]") -> str:
    """Return where a scheduler answers, once it has written that down."""
    deadline = time.monotonic() + PATIENCE
    while not contact.exists() or not contact.stat().st_size:
        assert scheduler.poll() is None, (contact.parent / "output.log").read_text()
        assert time.monotonic() < deadline, "the scheduler did not start in time"
        time.sleep(0.05)
    return str(json.loads(contact.read_text())["address"])


def client(running: Cluster) -> "Client":
    from distributed import Client

    return Client(running.address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]


def tasks_in_the_end(asked: "Client") -> int:
    """Return how many tasks a scheduler still has when it has had time to forget those of a client that left."""
    deadline = time.monotonic() + PATIENCE
    while (left := task_count(asked)) and time.monotonic() < deadline:
        pass
    return left


def task_count(asked: "Client") -> int:
    return int(asked.run_on_scheduler(lambda dask_scheduler: len(dask_scheduler.tasks)))  # type: ignore[no-untyped-call]
