"""Making the embedded store of a release on disk from its dump, and proving that it is still what was made."""

import gzip
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from pyoxigraph import Store

from lulea_kg import digests
from lulea_kg.errors import ReleaseDamaged, Unavailable
from lulea_kg.files import shown
from lulea_kg.stores.embedded import CONTENT, EmbeddedStore, load

_REMAKING: Final = ".store-"
_PIECE: Final = 1024 * 1024


def write(path: Path, graphs: Iterable[bytes]) -> None:
    """Make a store on disk at `path` from graphs given as N-Quads; it is whole when this returns."""
    store = Store(str(path))
    load(store, graphs)
    store.optimize()
    store.flush()
    del store
    held = {file.name: [file.stat().st_size, digests.file_sha256(file)] for file in path.iterdir() if _is_data(file)}
    (path / CONTENT).write_text(json.dumps(held, indent=1, sort_keys=True))


def remake(path: Path, dump: Path) -> EmbeddedStore:
    """Return a store made anew from `dump`: at `path`, or aside where nothing can be written there."""
    _sweep(path.parent)
    try:
        fresh = Path(tempfile.mkdtemp(prefix=f"{_REMAKING}{os.getpid()}-", dir=path.parent))
    except OSError:
        return _aside(dump)
    try:
        write(fresh, _pieces(dump))
        with suppress(Unavailable):
            # Another process may have been faster, and its store is as good.
            return EmbeddedStore(path)
        with suppress(OSError):
            path.rename(fresh.with_name(fresh.name + "-old"))
        with suppress(OSError):
            fresh.rename(path)
        try:
            return EmbeddedStore(path)
        except Unavailable:
            return _aside(dump)
    except (OSError, SyntaxError, EOFError) as error:
        raise Unavailable("store-unavailable", file=shown(path), found=str(error)) from error
    finally:
        for left in path.parent.glob(f"{fresh.name}*"):
            shutil.rmtree(left, ignore_errors=True)


def verify(path: Path) -> None:
    """Raise ReleaseDamaged for the first file of the store at `path` that is not as it was written."""
    try:
        held = json.loads((path / CONTENT).read_bytes())
        for name, (_, digest) in held.items():
            if digests.file_sha256(path / name) != digest:
                raise ReleaseDamaged("store-file-damaged", file=shown(path / name))
    except (OSError, ValueError) as error:
        raise ReleaseDamaged("store-file-damaged", file=shown(path)) from error


def _is_data(file: Path) -> bool:
    """Tell whether a file of the database holds data: its logs and locks change when it is opened."""
    return file.suffix == ".sst" or file.name.startswith(("MANIFEST", "CURRENT", "OPTIONS", "IDENTITY"))


def _aside(dump: Path) -> EmbeddedStore:
    """Return a store made in a temporary folder, where other processes can read it too; in memory without one."""
    try:
        with suppress(OSError):
            return EmbeddedStore.filled((("", piece) for piece in _pieces(dump)), on_disk=True)
        return EmbeddedStore.filled(("", piece) for piece in _pieces(dump))
    except (OSError, SyntaxError, EOFError) as error:
        raise Unavailable("store-unavailable", file=shown(dump), found=str(error)) from error


def _pieces(dump: Path) -> Iterator[bytes]:
    """Yield a dump in pieces of whole lines."""
    with gzip.open(dump) as stream:
        while lines := stream.readlines(_PIECE):
            yield b"".join(lines)


def _sweep(folder: Path) -> None:
    """Remove what processes that were killed while remaking left behind."""
    for left in folder.glob(f"{_REMAKING}*"):
        pid = left.name.removeprefix(_REMAKING).partition("-")[0]
        if pid.isdigit() and not alive(int(pid)):
            shutil.rmtree(left, ignore_errors=True)


def alive(pid: int) -> bool:
    """Tell whether a process runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
