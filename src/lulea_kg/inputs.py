"""What a release was made from, as one digest: while nothing of it changes there is nothing to build."""

from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Final

from lulea_kg import digests, files
from lulea_kg import release as releases
from lulea_kg.errors import LuleaKGError
from lulea_kg.model import Dataset
from lulea_kg.release import Release
from lulea_kg.seal import verify

_LIBRARIES: Final = ("pyoxigraph", "pyshacl")


def digest(datasets: Iterable[Dataset], dumps: Iterable[Path], snapshots: Path | None, settings: Sequence[str]) -> str:
    """Return a digest of all that a build reads, its settings, and the program and libraries themselves.

    It is "" when something cannot be read: the build will say what.
    """
    lines = [*settings, *map(version, _LIBRARIES)]
    try:
        for folder, paths in _read(datasets, dumps, snapshots):
            lines += (f"{path.relative_to(folder)} {_content(path)}" for path in paths)
    except OSError:
        return ""
    return digests.sha256("\n".join(lines).encode())


def _content(path: Path) -> str:
    """Return the digest of a file, "" for a folder: one in place of a file is another input."""
    if not path.is_file():
        return ""
    held = path.stat()
    # What no dataset may hold is not read through here.
    return digests.file_sha256(path) if held.st_size <= files.MAX_BYTES else f"{held.st_size} {held.st_mtime_ns}"


def made_before(out: Path, made_from: str) -> Release | None:
    """Return the current release under `out` if it was made from the same, and is whole."""
    try:
        previous = releases.current(out)
        if made_from and previous and previous.report.get("inputs") == made_from:
            verify(previous)
            return Release(out / previous.id)
    except LuleaKGError:
        # A damaged release is mended by making it anew.
        return None
    return None


def _read(
    datasets: Iterable[Dataset], dumps: Iterable[Path], snapshots: Path | None
) -> Iterator[tuple[Path, list[Path]]]:
    """Yield what a build reads: folders, each with its files in order."""
    program, ontology = Path(__file__).parent, files.shipped("ontology")
    yield program, sorted(program.rglob("*.py"))
    yield ontology, sorted(ontology.rglob("*"))
    for folder in (dataset.folder for dataset in datasets):
        yield folder.parent, [folder, *sorted(folder.glob("*")), *sorted(folder.glob("sources/*"))]
    yield from ((dump.parent, [dump]) for dump in dumps)
    if snapshots:
        yield snapshots, sorted(snapshots.rglob("*"))
