"""CPU time of the commands people run most, beside that of an empty Python: python benchmarks/cpu.py [RUNS].

One round runs every command once, so that a machine growing warm or busy meets them all alike; a ratio is taken within
its round. Printed are the medians over all rounds, and a target that is missed ends with exit code 1.
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

ROUNDS: Final = 15
EMPTY: Final = "python -c pass"
HELP: Final = "lulea-kg --help"
ASK: Final = "lulea-kg ask twin-towns"
SHOW: Final = "lulea-kg show luleå"
BUILD: Final = "lulea-kg build"
# A build is ten times as long as a question: so much rarer is it run.
BUILD_EVERY: Final = 5
MOST_TIMES: Final = {HELP: 6.0, ASK: 10.0}
MOST_SECONDS: Final = {BUILD: 30.0}


def main(rounds: int) -> int:
    """Measure, print a line per command, and return how many targets were missed."""
    with tempfile.TemporaryDirectory() as folder:
        releases = Path(folder) / "releases"
        commands = {name: command(name, releases) for name in (EMPTY, HELP, BUILD, ASK, SHOW)}
        # The first run compiles the modules, as the first run after an installation does, and makes the release.
        settings = {**os.environ, "PYTHONPYCACHEPREFIX": f"{folder}/bytecode", "PYTHONDONTWRITEBYTECODE": ""}
        # No snapshots: the texts of sources lie on some machines only.
        settings["LULEA_KG_SNAPSHOTS"] = os.devnull
        for words in commands.values():
            cpu_seconds(words, settings)
        measured = measure(commands, settings, rounds, releases)
    print(f"{'command':26}{'CPU s':>8}{'times empty':>13}   target")
    return sum(report(name, measured) for name in commands)


def command(name: str, folder: Path) -> list[str]:
    """Return a command line as a list of words, with every release in `folder`."""
    program, *words = name.split()
    if program == "python":
        return [sys.executable, *words]
    script = Path(sys.executable).with_name(program)
    start = [str(script)] if script.is_file() else [sys.executable, "-m", "lulea_kg"]
    return [*start, "--releases", str(folder), *words]


def measure(
    commands: dict[str, list[str]], settings: dict[str, str], rounds: int, releases: Path
) -> dict[str, list[tuple[float, float]]]:
    """Return for each command its CPU seconds and how many times those of the empty Python of the same round."""
    measured: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for number in range(rounds):
        empty = cpu_seconds(commands[EMPTY], settings)
        for name, words in commands.items():
            if name == BUILD and number % BUILD_EVERY == 0:
                # What was built before would make it shorter.
                shutil.rmtree(releases)
            if name != BUILD or number % BUILD_EVERY == 0:
                seconds = empty if name == EMPTY else cpu_seconds(words, settings)
                measured[name].append((seconds, seconds / empty))
    return measured


def cpu_seconds(words: list[str], settings: dict[str, str]) -> float:
    """Run a command to its end and return the CPU seconds it took, its children's included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=settings, cwd="/", check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def report(name: str, measured: dict[str, list[tuple[float, float]]]) -> bool:
    """Print the medians of a command beside its target, and tell whether the target was missed."""
    seconds = statistics.median(run[0] for run in measured[name])
    times = statistics.median(run[1] for run in measured[name])
    missed = times > MOST_TIMES.get(name, times) or seconds > MOST_SECONDS.get(name, seconds)
    target = f"at most {MOST_TIMES[name]:.0f} times" if name in MOST_TIMES else ""
    target = f"at most {MOST_SECONDS[name]:.0f} s" if name in MOST_SECONDS else target
    print(f"{name:26}{seconds:8.3f}{times:13.1f}   {target}{'  MISSED' if missed else ''}".rstrip())
    return missed


if __name__ == "__main__":
    sys.exit(min(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS), 1))
