"""Sealing releases, and proving them: digests, ids, and the one atomic rename that switches a release in.

The id is the reference date and twelve hex of SHA-256 over the graphs' digests and the data-model version; the store,
the name index, the report and the list of changes lie outside it.
"""

import errno
import gzip
import os
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from lulea_kg import __version__, digests, files
from lulea_kg.errors import InputError, ReleaseDamaged, Unavailable
from lulea_kg.names import Names
from lulea_kg.release import CURRENT, DUMP, MANIFEST, NAMES, STORE, Release, as_json
from lulea_kg.stores import disk
from lulea_kg.stores.disk import alive
from lulea_kg.stores.embedded import EmbeddedStore
from lulea_kg.terms import MODEL_VERSION

_BUILDING: Final = ".building-"


def seal(store: EmbeddedStore, out: Path, about: dict[str, Any], texts: dict[str, bytes]) -> Release:
    """Seal the content of `store` as a release under `out` and make it the current one.

    `about` goes into the manifest (base, referenceDate, datasets); `texts` are further files by name. Whatever happens
    before the last rename, no half release is visible and the current one stays. Raises InputError when `out` cannot
    be written.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        _sweep(out)
        building = Path(tempfile.mkdtemp(prefix=f"{_BUILDING}{os.getpid()}-", dir=out))
        try:
            building.chmod(0o755)
            return _fill_and_switch(store, out, building, about, texts)
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
    """Return the digest of each named graph: SHA-256 of its N-Quads lines, sorted."""
    by_graph: dict[str, list[bytes]] = defaultdict(list)
    for line in lines:
        by_graph[line.rstrip(b" .\n").rpartition(b"<")[2].rstrip(b">").decode()].append(line)
    return {graph: digests.sha256(b"".join(sorted(found))) for graph, found in by_graph.items()}


def _fill_and_switch(
    store: EmbeddedStore, out: Path, building: Path, about: dict[str, Any], texts: dict[str, bytes]
) -> Release:
    lines = sorted(f"{quad} .\n".encode() for quad in store.quads())
    graphs = graph_digests(lines)
    id_ = release_id(about["referenceDate"], graphs)
    with (building / DUMP).open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as stream:
        stream.writelines(lines)
    for name, content in texts.items():
        (building / name).parent.mkdir(exist_ok=True)
        (building / name).write_bytes(content)
    disk.write(building / STORE, building / DUMP)
    Names.build(store, building / NAMES).close()
    sealed = {name: digests.file_sha256(building / name) for name in sorted([DUMP, NAMES, *texts])}
    head = {"id": id_, "modelVersion": MODEL_VERSION, "softwareVersion": __version__, "quadCount": len(lines)}
    manifest = {**head, **about, "graphs": dict(sorted(graphs.items())), "files": sealed}
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


def _sweep(out: Path) -> None:
    """Remove what builds that were killed left behind; a build still running keeps its folder."""
    for left in out.glob(f"{_BUILDING}*"):
        pid = left.name.removeprefix(_BUILDING).partition("-")[0]
        if pid.isdigit() and int(pid) != os.getpid() and not alive(int(pid)):
            left.unlink() if left.is_symlink() else shutil.rmtree(left, ignore_errors=True)


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
