"""Making the embedded store of a release on disk from its dump."""

import gzip
import shutil
import tempfile
from pathlib import Path
from typing import IO, cast

from pyoxigraph import Quad, RdfFormat, Store, parse

from lulea_kg.errors import Unavailable
from lulea_kg.files import shown


def write(path: Path, dump: Path) -> None:
    """Make a store on disk at `path` from a gzipped N-Quads dump; it is whole when this returns."""
    store = Store(str(path))
    with gzip.open(dump) as stream:
        store.bulk_load(cast(IO[bytes], stream), format=RdfFormat.N_QUADS)
    with gzip.open(dump) as stream:
        quads = parse(cast(IO[bytes], stream), format=RdfFormat.N_QUADS)
        store.bulk_extend(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    store.optimize()
    store.flush()


def remake(path: Path, dump: Path) -> None:
    """Replace the store at `path` by one made anew from `dump`; raise Unavailable when it cannot be written."""
    try:
        fresh = Path(tempfile.mkdtemp(prefix=".store-", dir=path.parent))
        write(fresh, dump)
        shutil.rmtree(path, ignore_errors=True)
        fresh.replace(path)
    except (OSError, SyntaxError) as error:
        raise Unavailable("store-unavailable", file=shown(path), found=str(error)) from error
