"""What the commands share: language and settings, opening and building releases, and saying what went wrong."""

import os
import re
import signal
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from lulea_kg import terms
from lulea_kg.errors import InputError, InputRejected, LuleaKGError, ReleaseBlocked
from lulea_kg.messages import printable, text

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from lulea_kg.answers import KnowledgeGraph
    from lulea_kg.model import Dataset, Finding
    from lulea_kg.release import Release
    from lulea_kg.stores.remote import RemoteStore


class Talk:
    """What the commands share: the language, and where releases, texts and names are."""

    def __init__(self, lang: str, releases: Path | None, base: str | None) -> None:
        self.lang = lang
        self.given_releases = releases
        self.given_base = base
        self.store: str | None = None

    @property
    def base(self) -> str:
        """The base of the IRIs that are named: as set, else the product's own."""
        from lulea_kg.iris import checked_base

        return checked_base(self.given_base or terms.DEFAULT_BASE)

    @property
    def releases(self) -> Path:
        """The releases folder: as set, else ./releases in a data project, else the user's data folder."""
        if self.given_releases:
            return self.given_releases
        if own_data() or Path("releases/current").exists():
            return Path("releases")
        if sys.platform.startswith("linux"):
            return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "lulea_kg/releases"
        return Path(click.get_app_dir("lulea_kg")) / "releases"

    def say(self, english: str, swedish: str) -> None:
        """Say something to the person, on stderr."""
        click.echo(printable(swedish if self.lang == "sv" else english), err=True)


class Commands(click.Group):
    """A group whose errors are one or two lines in the person's language, with the exit code of their kind."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command line; wrong use and interruption end it as errors do, without click's own pages."""
        extra["standalone_mode"] = False
        try:
            code = super().main(*args, **extra)
        except click.UsageError as error:
            asked = error.ctx.find_root().params.get("lang") if error.ctx else None
            _fail(_usage(error, asked or locale_language()), InputError.exit_code)
        except click.Abort:
            # Pressed again while the process ends, it would end by the signal instead.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            raise SystemExit(130) from None
        raise SystemExit(code if isinstance(code, int) else 0)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take --lang and --releases wherever they stand: a person writes them last."""
        first: list[str] = []
        rest: list[str] = []
        words = iter(args)
        for word in words:
            if word in ("--lang", "--releases"):
                first += [word, *([value] if (value := next(words, None)) is not None else [])]
            elif word.startswith(("--lang=", "--releases=")):
                first.append(word)
            else:
                rest.append(word)
        return super().parse_args(ctx, first + rest)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; raise SystemExit with the error's code when it fails."""
        try:
            return super().invoke(ctx)
        except LuleaKGError as error:
            lang = ctx.obj.lang if ctx.obj else locale_language()
            if isinstance(error, InputRejected | ReleaseBlocked):
                list_findings(error.findings, lang)
            _fail(error.in_language(lang), error.exit_code)
        except BrokenPipeError:
            # The reader has seen enough, as `| head` does. Nothing more can be written, not even at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            _fail(where + (error.strerror or str(error)), InputError.exit_code)


def _usage(error: click.UsageError, lang: str) -> str:
    """Return a usage error as one line: what is wrong, and where to read more."""
    command = error.ctx.command_path if error.ctx else "lulea-kg"
    options = {
        "found": getattr(error, "option_name", ""),
        "expected": ", ".join(getattr(error, "possibilities", None) or ()),
    }
    if isinstance(error, click.MissingParameter) and error.param and error.ctx:
        name = error.param.opts[0] if error.param.param_type_name == "option" else error.param.make_metavar(error.ctx)
        words = text("usage-missing", lang, found=name)
    elif isinstance(error, click.NoSuchOption):
        words = text("usage-no-option", lang, suggestions=options["expected"], found=options["found"])
    elif isinstance(error, click.BadParameter) and error.param and isinstance(error.param.type, click.Choice):
        choices = ", ".join(map(str, error.param.type.choices))
        words = text("usage-choice", lang, name=error.param.opts[0], expected=choices)
    elif match := re.match(r"No such command '(.*?)'", error.format_message()):
        words = text("usage-no-command", lang, found=match[1])
    else:
        words = error.format_message()
    more = "Se" if lang == "sv" else "See"
    return f"{words} {more}: {command} --help"


def _fail(message: str, code: int) -> NoReturn:
    click.echo(printable(message), err=True)
    raise SystemExit(code)


def locale_language() -> str:
    """Return the language of the person's locale, sv or en."""
    names = (os.environ.get(name) for name in ("LULEA_KG_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))
    return "sv" if next(filter(None, names), "").lower().startswith("sv") else "en"


def day_option(_: click.Context, __: click.Parameter, value: str | None) -> date | None:
    """Return the day an option names, None without one; raise InputError for a year or month."""
    from lulea_kg import times

    return times.day(value) if value else None


def own_data() -> list[Path]:
    """Return the data project one stands in: the dataset folder itself, or ./data."""
    if Path("dataset.toml").is_file():
        return [Path()]
    return [Path("data")] if any(Path("data").glob("*/dataset.toml")) else []


def build_release(
    talk: Talk,
    data: Sequence[Path],
    optional: Sequence[str],
    out: Path,
    executor: "Executor | None" = None,
    *,
    against: "Callable[[Path], Release | None] | None" = None,
) -> "Release":
    """Build from dataset folders and dumps, or from the data at hand when none is given; say what was taken."""
    from lulea_kg import datasets, files
    from lulea_kg.build import build as make
    from lulea_kg.sources.turtle import is_dump

    dumps = [path for path in data if is_dump(path)]
    folders = [path for path in data if not is_dump(path)] or ([] if dumps else own_data() or [files.shipped("data")])
    chosen = datasets.choose(folders, optional)
    names = ", ".join([*(dataset.name for dataset in chosen), *(path.name for path in dumps)])
    talk.say(f"Building from: {names}", f"Bygger av: {names}")
    return make(
        chosen,
        out,
        base=talk.base if talk.given_base else _common_base(chosen, talk.base),
        rebase=talk.given_base is not None,
        dumps=dumps,
        snapshots_folder=snapshots_folder(),
        executor=executor,
        **({"against": against} if against else {}),
    )


def _common_base(chosen: Sequence["Dataset"], default: str) -> str:
    """Return the base of the relations datasets when they agree on one: what is derived is named there."""
    bases = {dataset.base for dataset in chosen if dataset.role == "relations"}
    only = bases.pop() if len(bases) == 1 else None
    return only or default


def snapshots_folder() -> Path:
    """Return the folder of source texts: LULEA_KG_SNAPSHOTS, else ./snapshots."""
    return Path(os.environ.get("LULEA_KG_SNAPSHOTS", "snapshots"))


def dataset_of(path: Path) -> Path:
    """Return the dataset a path stands for: itself, a folder or a workbook, or the folder that holds the file."""
    if path.is_dir() or path.suffix.lower() in (".xlsx", ".xlsm", ".xls", ".ods"):
        return path
    parents = [parent for parent in path.resolve().parents if (parent / "dataset.toml").is_file()]
    if not parents:
        raise InputError("no-dataset", file=str(path))
    return parents[0]


def open_graph(
    talk: Talk, chosen: Path | None, as_known: date | None = None, published_by: date | None = None
) -> "KnowledgeGraph":
    """Open what is asked: the release a server holds, or a sealed one."""
    from lulea_kg.answers import KnowledgeGraph

    if talk.store is not None:
        from lulea_kg.push import RemoteRelease

        return KnowledgeGraph(RemoteRelease(remote(talk.store, None)), as_known, published_by)
    return KnowledgeGraph(sealed_release(talk, chosen), as_known, published_by)


def sealed_release(talk: Talk, chosen: Path | None) -> "Release":
    """Return the release asked for, or the current one; build the default release once when there is none."""
    from lulea_kg import release as releases

    sealed = releases.at(chosen) if chosen else releases.current(talk.releases)
    if not sealed:
        where = talk.releases
        talk.say(f"No release in {where} yet: building it once.", f"Ingen utgåva i {where} än: bygger den en gång.")
        sealed = build_release(talk, [], [], where)
    _ = sealed.manifest
    return sealed


def remote(endpoint: str, graph_store: str | None) -> "RemoteStore":
    """Return the store of a SPARQL server, with the log-in of LULEA_KG_LOGIN (user:password) when it is set."""
    from lulea_kg.stores.remote import RemoteStore

    user, colon, password = os.environ.get("LULEA_KG_LOGIN", "").partition(":")
    return RemoteStore(endpoint, graph_store, (user, password) if colon else None)


def list_findings(findings: Sequence["Finding"], lang: str) -> None:
    """Say each finding on a line of its own, on stderr."""
    marks: dict[str, tuple[str, str]] = {"violation": ("error", "fel"), "warning": ("warning", "varning")}
    for found in findings:
        click.echo(f"{marks[str(found.severity)][lang == 'sv']}: {printable(found.in_language(lang))}", err=True)


def emit(content: bytes, output: Path | None) -> None:
    """Write an answer to a file, whole or not at all, or to stdout."""
    if output:
        from lulea_kg import files

        files.write_atomically(output, content)
        return
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


pass_talk = click.make_pass_decorator(Talk)
on_option = click.option("--on", callback=day_option, metavar="DATE", help="Stands for today.")
release_option = click.option(
    "--release", "chosen", type=click.Path(path_type=Path), help="A release folder instead of the current one."
)
store_option = click.option(
    "--store",
    metavar="URL",
    expose_value=False,
    callback=lambda ctx, _, value: setattr(ctx.obj, "store", value),
    help="Ask the release that a SPARQL server holds.",
)
output_option = click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file.")
