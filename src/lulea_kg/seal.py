"""Sealing releases, and proving them: digests, ids, and the one atomic rename that switches a release in.

The id is the reference date and twelve hex of SHA-256 over the graphs' digests and the data-model version; the store,
the name index, the report and the list of changes lie outside it.
"""

import errno
import gzip
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from lulea_kg import __version__, digests, files
from lulea_kg.errors import InputError, ReleaseDamaged, Unavailable
from lulea_kg.names import Names
from lulea_kg.release import CURRENT, DUMP, MANIFEST, NAMES, STORE, Release, as_json
from lulea_kg.slices import PASSED
from lulea_kg.spool import Spool
from lulea_kg.stores import disk
from lulea_kg.stores.disk import alive
from lulea_kg.stores.embedded import EmbeddedStore
from lulea_kg.terms import MODEL_VERSION

_BUILDING: Final = ".building-"
# Half the time of the library's own level for a tenth more bytes.
_LEVEL: Final = 3


def seal(spool: Spool, out: Path, about: dict[str, Any], texts: Iterable[tuple[str, bytes]]) -> Release:
    """Seal the graphs of `spool` as a release under `out` and make it the current one.

    `about` goes into the manifest (base, referenceDate, datasets); `texts` are further files by name. Whatever happens
    before the last rename, no half release is visible and the current one stays. Raises InputError when `out` cannot
    be written.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        sweep(out)
        building = Path(tempfile.mkdtemp(prefix=f"{_BUILDING}{os.getpid()}-", dir=out))
        try:
            building.chmod(0o755)
            return _fill_and_switch(spool, out, building, about, texts)
        except OSError as error:
            # The database's own message on a full disk does not say so; afterwards the disk is no longer full.
            if error.errno or shutil.disk_usage(building).free > 1024 * 1024:
                raise
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
        finally:
            for left in out.glob(f"{building.name}*"):
                shutil.rmtree(left, ignore_errors=True)
    except OSError as error:
        raise InputError("unwritable", file=files.shown(out), found=error.strerror or str(error)) from error


def sweep(out: Path) -> None:
    """Remove what builds that were killed left behind in `out`; a build still running keeps its files."""
    for start in (_BUILDING, f".{PASSED}."):
        for left in out.glob(f"{start}*"):
            pid = left.name.removeprefix(start).partition("-")[0]
            if pid.isdigit() and int(pid) != os.getpid() and not alive(int(pid)):
                shutil.rmtree(left, ignore_errors=True) if left.is_dir() and not left.is_symlink() else left.unlink()


def verify(release: Release) -> None:
    """Recompute every digest of a release from its files; raise ReleaseDamaged for the first that differs."""
    manifest, folder = release.manifest, release.folder
    for name, digest in manifest["files"].items():
        path = folder / name
        if not path.is_file() or digests.file_sha256(path) != digest:
            raise ReleaseDamaged("file-damaged", file=files.shown(path))
    disk.verify(folder / STORE)
    graphs = graph_digests(_dump_lines(folder / DUMP))
    if differing := sorted(set(graphs.items()) ^ set(manifest["graphs"].items())):
        raise ReleaseDamaged("graph-damaged", file=files.shown(folder / DUMP), found=differing[0][0])
    if release_id(manifest["referenceDate"], graphs) != manifest["id"]:
        raise ReleaseDamaged("id-damaged", file=files.shown(folder), found=manifest["id"])


def release_id(reference_date: str, graphs: dict[str, str]) -> str:
    """Return the id of a release with these graph digests."""
    lines = [*sorted(f"{graph} {digest}" for graph, digest in graphs.items()), MODEL_VERSION]
    return f"{reference_date}-{digests.sha256(chr(10).join(lines).encode())[:12]}"


def graph_digests(lines: Iterable[bytes]) -> dict[str, str]:
    """Return the digest of each named graph of a dump: SHA-256 of its N-Quads lines, sorted."""
    found: dict[str, str] = {}
    # A dump holds graph after graph, each sorted: only one need be kept. What comes in another order is kept whole.
    for graph, group in groupby(lines, key=lambda line: line[line.rindex(b"<") + 1 : -4]):
        name = graph.decode()
        if name in found:
            raise ReleaseDamaged("graph-damaged", found=name)
        found[name] = digests.sha256(b"".join(group))
    return found


def _fill_and_switch(
    spool: Spool, out: Path, building: Path, about: dict[str, Any], texts: Iterable[tuple[str, bytes]]
) -> Release:
    digest_of: dict[str, str] = {}
    quad_count = 0
    with (building / DUMP).open("wb") as raw, gzip.GzipFile("", "wb", _LEVEL, raw, mtime=0) as stream:
        for graph, nquads in spool:
            digest_of[graph] = digests.sha256(nquads)
            quad_count += nquads.count(b"\n")
            stream.write(nquads)
    names = []
    for name, content in texts:
        (building / name).parent.mkdir(exist_ok=True)
        (building / name).write_bytes(content)
        names.append(name)
    disk.write(building / STORE, (nquads for _, nquads in spool))
    Names.build(EmbeddedStore(building / STORE), building / NAMES).close()
    sealed = {name: digests.file_sha256(building / name) for name in sorted([DUMP, NAMES, *names])}
    id_ = release_id(about["referenceDate"], digest_of)
    sealed_at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    head = {
        "id": id_,
        "sealedAt": sealed_at,
        "modelVersion": MODEL_VERSION,
        "softwareVersion": __version__,
        "quadCount": quad_count,
    }
    manifest = {**head, **about, "graphs": dict(sorted(digest_of.items())), "files": sealed}
    (building / MANIFEST).write_bytes(as_json(manifest))
    _flush(building)
    return _switch(out, building, id_)


def _switch(out: Path, building: Path, id_: str) -> Release:
    final = out / id_
    if final.exists():
        try:
            verify(Release(final))
        except (ReleaseDamaged, Unavailable):
            final.rename(building.with_name(building.name + ".damaged"))
    try:
        building.rename(final)
    except OSError:
        # The same content was sealed before, by an earlier build or one running beside this.
        _ = Release(final).manifest
    link = building.with_name(building.name + ".link")
    link.symlink_to(id_)
    link.replace(out / CURRENT)
    return Release(final)


def _flush(folder: Path) -> None:
    """Make sure that every file is on disk before the folder gets its final name."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as stream:
                os.fsync(stream.fileno())


def _dump_lines(dump: Path) -> Iterator[bytes]:
    try:
        with gzip.open(dump) as stream:
            yield from stream
    except (OSError, EOFError) as error:
        raise ReleaseDamaged("file-damaged", file=files.shown(dump)) from error
