"""Commands that make releases and hand them on: build, check, verify, diff, export."""

import sys
from pathlib import Path
from typing import Final

import click

from lulea_kg.cli.talk import (
    Talk,
    build_release,
    dataset_of,
    emit,
    list_findings,
    pass_talk,
    release_option,
    remote,
    sealed_release,
    snapshots_folder,
)
from lulea_kg.errors import InputError
from lulea_kg.messages import printable

# The formats of `export`: the sealed dumps first, then those of exports/bundle.py.
_EXPORTED: Final = (
    *("nq", "ttl", "jsonld", "rdf"),
    *("csv", "excel-csv", "xlsx", "geojson", "gexf", "edges", "concordance"),
)


@click.command(short_help="Make a release from datasets.")
@click.argument("data", nargs=-1, type=click.Path(path_type=Path))
@click.option("--with", "optional", multiple=True, metavar="DATASET|all", help="Also take an optional dataset.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder of releases.")
@click.option("--base", help="Base of the IRIs that are named; replaces that of the datasets.")
@click.option("--scheduler", metavar="tcp://…", help="A Dask scheduler that shares the checking of sources.")
@pass_talk
def build(
    talk: Talk,
    data: tuple[Path, ...],
    optional: tuple[str, ...],
    out: Path | None,
    base: str | None,
    scheduler: str | None,
) -> None:
    """Read datasets, derive, check, and seal a release.

    DATA are dataset folders, folders of them, or dumps of other releases. Without it: the dataset folder it stands in,
    or those under ./data, or the shipped ones.
    """
    from lulea_kg import cluster

    if base:
        talk.given_base = base
    where = out or talk.given_releases or _beside(data) or talk.releases
    with cluster.opened(scheduler) as executor:
        release = build_release(talk, data, optional, where, executor)
    report = release.report
    warnings = sum(found["severity"] == "warning" for found in report["findings"])
    claims, phrases = report["claims"], report["phrases"]
    talk.say(
        f"{claims['all']} claims: {claims.get('quoted', 0)} quoted ({phrases['checked']} phrases checked, "
        f"{phrases['notRechecked']} not re-checked: text absent), {claims.get('transcribed', 0)} transcribed. "
        f"{warnings} warnings. Reference date {report['referenceDate']}.",
        f"{claims['all']} påståenden: {claims.get('quoted', 0)} citerade ({phrases['checked']} fraser kontrollerade, "
        f"{phrases['notRechecked']} ej omkontrollerade: text saknas), {claims.get('transcribed', 0)} avskrivna. "
        f"{warnings} varningar. Referensdag {report['referenceDate']}.",
    )
    click.echo(str(release.folder))


@click.command(short_help="Show what is wrong in datasets.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--all", "everything", is_flag=True, help="Also what is known to have passed before.")
@pass_talk
def check(talk: Talk, paths: tuple[Path, ...], everything: bool) -> None:
    """Show what is wrong in dataset folders, workbooks, or the datasets that files belong to. Nothing is sealed."""
    from lulea_kg import datasets, files, slices
    from lulea_kg.build import examine
    from lulea_kg.model import Severity

    chosen = datasets.choose([dataset_of(path) for path in paths])
    passed = set() if everything else slices.passed(files.shipped("data"))
    gathered, findings, _ = examine(chosen, base=talk.base, snapshots_folder=snapshots_folder(), passed=passed)
    faults = gathered.reading.findings
    list_findings(sorted([*faults, *findings], key=lambda found: found.severity), talk.lang)
    violations = sum(found.severity is Severity.VIOLATION for found in [*faults, *findings])
    talk.say(f"Violations: {violations}.", f"Överträdelser: {violations}.")
    if any(found.severity is Severity.VIOLATION for found in faults):
        raise SystemExit(InputError.exit_code)
    if violations:
        raise SystemExit(1)


@click.command(short_help="Recompute the digests of a release.")
@click.argument("release", type=click.Path(path_type=Path))
@pass_talk
def verify(talk: Talk, release: Path) -> None:
    """Recompute every digest of a release from its files."""
    from lulea_kg import seal
    from lulea_kg.release import at

    sealed = at(release)
    seal.verify(sealed)
    talk.say(f"Whole: {len(sealed.manifest['graphs'])} graphs, {sealed.manifest['quadCount']} quads.",
             f"Hel: {len(sealed.manifest['graphs'])} grafer, {sealed.manifest['quadCount']} kvadrupler.")  # fmt: skip
    click.echo(sealed.id)


@click.command(short_help="Write the files of a release.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--dataset", multiple=True, help="Only these datasets (ttl, jsonld, rdf).")
@click.option("--only", multiple=True, type=click.Choice(_EXPORTED), help="Only these formats.")
@release_option
@pass_talk
def export(talk: Talk, folder: Path, dataset: tuple[str, ...], only: tuple[str, ...], chosen: Path | None) -> None:
    """Write the release's files into a folder.

    Without --only: the whole as N-Quads, each dataset as Turtle, JSON-LD and RDF/XML. When asked for: tables as CSV
    for programs (csv) or for Excel (excel-csv), as one workbook (xlsx); a map (geojson), a network over time (gexf),
    an edge list (edges), and which codes name which actor (concordance).
    """
    from lulea_kg import files
    from lulea_kg.exports import bundle
    from lulea_kg.release import DUMP

    sealed = sealed_release(talk, chosen)
    wanted = [Path(name) for name in sealed.manifest["files"] if name.startswith("datasets/") or name == DUMP]
    if unknown := set(dataset) - {path.stem for path in wanted}:
        raise InputError("unknown-dataset", found=", ".join(sorted(unknown)))
    chosen_files = [
        path
        for path in wanted
        if (not only or (path.suffix[1:] if path.name != DUMP else "nq") in only)
        and (not dataset or path.stem in dataset)
    ]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError("unwritable", file=files.shown(folder), found=error.strerror) from error
    for path in chosen_files:
        files.write_atomically(folder / path.name, (sealed.folder / path).read_bytes())
        click.echo(str(folder / path.name))
    formats = set(only).intersection(bundle.FORMATS)
    for name, content in bundle.write(sealed.open_store(), sealed.manifest, formats, talk.lang) if formats else ():
        files.write_atomically(folder / name, b"".join(content))
        click.echo(str(folder / name))


@click.command(short_help="Say what changed between two releases.")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@pass_talk
def diff(talk: Talk, old: Path, new: Path, format_: str) -> None:
    """Say in sentences what changed from one release to another."""
    from lulea_kg import diff as compare
    from lulea_kg import headings
    from lulea_kg.release import as_json, at

    before, after = (compare.content(at(folder).open_store()) for folder in (old, new))
    found = compare.changes(before, after)
    if format_ == "json":
        emit(as_json(found), None)
        return
    with at(new).open_names() as names:
        words = {**headings.words(talk.lang), **names.words(talk.lang)}
    for change in found:
        click.echo(printable(compare.sentence(change, talk.lang, words)))
    if not found:
        talk.say("Nothing changed.", "Inget har ändrats.")


@click.command(short_help="Load a release into a SPARQL server.")
@click.option("--endpoint", required=True, metavar="URL", help="The server's query address.")
@click.option("--graph-store", metavar="URL", help="Its Graph Store Protocol, when it cannot be told.")
@release_option
@pass_talk
def push(talk: Talk, endpoint: str, graph_store: str | None, chosen: Path | None) -> None:
    """Load a release into a SPARQL 1.1 server, graph by graph; graphs it holds already are not sent again.

    An interrupted push leaves a mark, and running it again goes on. LULEA_KG_LOGIN holds user:password.
    """
    from lulea_kg import push as loading

    def progress(done: int, total: int) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r{done}/{total}", nl=done == total, err=True)

    sealed = sealed_release(talk, chosen)
    count = loading.push(sealed, remote(endpoint, graph_store), progress)
    talk.say(
        f"Graphs sent: {count}. The server holds {sealed.id}.", f"Skickade grafer: {count}. Servern har {sealed.id}."
    )


def _beside(data: tuple[Path, ...]) -> Path | None:
    """Return ./releases when data are named: what one builds from one's own does not replace the shipped release."""
    return Path("releases") if data else None
