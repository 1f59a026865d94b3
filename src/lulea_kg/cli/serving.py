"""The command that serves a release over HTTP: serve."""

import json
import multiprocessing
import os
import signal
import socket
import sys
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from lulea_kg.cli.talk import Talk, pass_talk, release_option, sealed_release
from lulea_kg.errors import InputError

if TYPE_CHECKING:
    from starlette.applications import Starlette

# How the processes that answer get what the command was told.
_SETTINGS: Final = "LULEAKG_SERVING"
# What the extra installs that cannot be done without.
_LIBRARIES: Final = ("httptools", "jinja2", "starlette", "uvicorn")


@dataclass(frozen=True)
class Settings:
    """What is served, and within which limits: seconds, and MiB of memory and of answer."""

    folder: str
    seconds: float
    memory: int
    size: int
    workers: int
    union: bool
    site: str


@click.command(short_help="Serve a release over HTTP.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port to listen at.")
@click.option("--processes", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that answer.")
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True,
              help="Processes for SPARQL, beside each of those.")  # fmt: skip
@click.option("--time-limit", type=click.FloatRange(0.1), default=10, show_default=True, help="Of a query, in seconds.")
@click.option("--memory-limit", type=click.IntRange(16), default=512, show_default=True, help="Of a query, in MiB.")
@click.option("--byte-limit", type=click.IntRange(1), default=50, show_default=True, help="Of its answer, in MiB.")
@click.option("--default-graph", type=click.Choice(["union", "strict"]), default="union", show_default=True,
              help="What a query asks that names no graph: all graphs, or none.")  # fmt: skip
@click.option("--root-path", default="", help="The path a proxy serves this under, such as /relations.")
@click.option("--site-url", default="", help="The address of the site for the catalogue. [default: as asked]")
@release_option
@pass_talk
def serve(
    talk: Talk, /, host: str, port: int, processes: int, chosen: Path | None, root_path: str, **told: Any
) -> None:
    """Serve a release over HTTP: documents of all things, SPARQL, named queries, look-up, catalogue. Read-only.

    A new release is served as soon as it is built; no request is dropped. End it with Ctrl+C.
    """
    if missing := [name for name in _LIBRARIES if not find_spec(name)]:
        raise InputError("command-needs", found="serve", expected=", ".join(missing), extra="serve")
    import uvicorn

    port = _free_port(host, port)
    sealed = sealed_release(talk, chosen)
    settings = Settings(
        folder=str((chosen or talk.releases).resolve()),
        seconds=told["time_limit"],
        memory=told["memory_limit"],
        size=told["byte_limit"],
        workers=told["workers"],
        union=told["default_graph"] == "union",
        site=_address(told["site_url"]),
    )
    os.environ[_SETTINGS] = json.dumps(asdict(settings))
    shown = f"[{host}]" if ":" in host else host
    talk.say(f"Serving {sealed.id} at http://{shown}:{port}/", f"Publicerar {sealed.id} på http://{shown}:{port}/")
    # Told to stop, it has done what it was told: the server raises the signal again once all is answered.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    uvicorn.run(
        "lulea_kg.cli.serving:application",
        factory=True,
        host=host,
        port=port,
        workers=processes,
        root_path=f"/{root_path.strip('/')}" if root_path.strip("/") else "",
        http="lulea_kg.web.guarded:GuardedProtocol",
        ws="none",
        log_config=_LOGGING,
        access_log=False,
        server_header=False,
        date_header=True,
        # Longer than the longest query.
        timeout_graceful_shutdown=int(settings.seconds) + 5,
    )


def application() -> "Starlette":
    """Return the application as this process was told to serve it."""
    from lulea_kg.web.pool import Limits
    from lulea_kg.web.routes import create
    from lulea_kg.web.worker import end_with_parent

    if parent := multiprocessing.parent_process():
        end_with_parent(parent.pid or 0, signal.SIGTERM)
    settings = Settings(**json.loads(os.environ[_SETTINGS]))
    limits = Limits(settings.seconds, settings.memory, settings.size)
    return create(Path(settings.folder), limits, settings.workers, union=settings.union, site_url=settings.site)


def _free_port(host: str, port: int) -> int:
    """Return the port to listen at, a free one for 0; raise InputError when the address cannot be listened at."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
            return int(trial.getsockname()[1])
    except OSError as error:
        found = error.strerror or str(error)
        raise InputError("address-unusable", host=host, port=port, found=found) from error


def _address(url: str) -> str:
    from lulea_kg.iris import checked_base

    return checked_base(url) if url else ""


# One line of JSON for each request, on stderr; what the server itself says is shown as it is.
_LOGGING: Final[dict[str, Any]] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {
        "lulea_kg.web": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "uvicorn": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
    },
}
