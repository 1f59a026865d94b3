"""Load on a server over HTTP and what it takes: requests a second, CPU time and memory of the process and its children.

Requests are made by wrk where it is installed. Without it threads of this process make them, which a fast server waits
for: then its requests a second are those of the threads.
"""

import http.client
import itertools
import os
import re
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

SECONDS: Final = 3
CONNECTIONS: Final = 8
_TIMEOUT: Final = 30
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_LUA: Final = """
local paths, asked = {}, 0
for path in io.lines(os.getenv("BENCHMARK_PATHS")) do paths[#paths + 1] = path end
request = function() asked = asked % #paths + 1; return wrk.format("GET", paths[asked]) end
done = function(summary)
  local e = summary.errors
  local bad = e.connect + e.read + e.write + e.status + e.timeout
  io.write(string.format("answered %d in %d us, bad %d", summary.requests, summary.duration, bad))
end
"""


@dataclass(frozen=True)
class Cost:
    """What answers took: how many came, how many in a second, CPU milliseconds of each, bytes of the last path's."""

    count: int
    rate: float
    milliseconds: float
    size: int


def cost(site: str, paths: Sequence[str], accept: str, pid: int) -> Cost:
    """Return what a server takes to answer paths in turn for some seconds; fail when what it answers is an error."""
    bytes_ = size(f"{site}{paths[-1]}", accept)
    before = cpu(pid)
    count, took, bad = (_by_wrk if shutil.which("wrk") else _by_threads)(site, paths, accept)
    spent = cpu(pid) - before
    assert count, f"{site}{paths[-1]}: no answer in {SECONDS} s"
    assert not bad, f"{site}{paths[-1]}: {bad} of {count} were no answers"
    return Cost(count, count / took, 1000 * spent / count, bytes_)


def processes(pid: int) -> Iterator[int]:
    """Yield a process and all that it started and that run, however deep."""
    yield pid
    for thread in Path(f"/proc/{pid}/task").glob("*"):
        # A thread may end while it is looked at.
        with suppress(OSError):
            for child in (thread / "children").read_text().split():
                yield from processes(int(child))


def cpu(pid: int) -> float:
    """Return the CPU seconds of a process and all that it started."""
    return sum(_cpu(process) for process in processes(pid))


def memory(pid: int) -> list[float]:
    """Return the memory of a process and of each that it started, in MB, what several share divided among them."""
    found = []
    for process in processes(pid):
        with suppress(OSError):
            rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
            found.append(int(re.findall(r"(?m)^Pss: +(\d+)", rollup)[0]) / 1024)
    return found


def size(url: str, accept: str) -> int:
    """Return the bytes of an answer; fail when it is none."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=_TIMEOUT)
    connection.request("GET", url.removeprefix(f"http://{parts.netloc}"), headers={"Accept": accept})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    assert answer.status == 200, f"{url}: {answer.status} {content[:500]!r}"
    return len(content)


def _cpu(pid: int) -> float:
    """Return the CPU seconds of a process and its children that have ended; none when it has ended itself."""
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / _TICKS
    return 0.0


def _by_wrk(site: str, paths: Sequence[str], accept: str) -> tuple[int, float, int]:
    with tempfile.TemporaryDirectory() as folder:
        script, listed = Path(folder, "paths.lua"), Path(folder, "paths.txt")
        script.write_text(_LUA)
        listed.write_text("".join(f"{path}\n" for path in paths))
        words = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--timeout", f"{_TIMEOUT}s", "-s", str(script)]
        environment = {**os.environ, "BENCHMARK_PATHS": str(listed)}
        run = subprocess.run(
            [*words, "-H", f"Accept: {accept}", site], env=environment, capture_output=True, text=True, check=True
        )
    match = re.search(r"answered (\d+) in (\d+) us, bad (\d+)", run.stdout)
    assert match, run.stdout + run.stderr
    return int(match[1]), int(match[2]) / 1_000_000, int(match[3])


def _by_threads(site: str, paths: Sequence[str], accept: str) -> tuple[int, float, int]:
    turn, statuses = itertools.cycle(paths), list[int]()
    begun = time.perf_counter()

    def ask() -> None:
        connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=_TIMEOUT)
        while time.perf_counter() - begun < SECONDS:
            connection.request("GET", next(turn), headers={"Accept": accept})
            answer = connection.getresponse()
            answer.read()
            statuses.append(answer.status)
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(statuses), time.perf_counter() - begun, sum(status != 200 for status in statuses)
