"""Commands that read a release: ask, sparql, show, doctor."""

import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lulea_kg.cli.talk import (
    Talk,
    day_option,
    emit,
    on_option,
    open_graph,
    output_option,
    pass_talk,
    release_option,
    store_option,
)
from lulea_kg.errors import InputError
from lulea_kg.messages import printable

if TYPE_CHECKING:
    from lulea_kg.answers import KnowledgeGraph
    from lulea_kg.exports.tables import Reader, Table

TABLES = ("table", "csv", "tsv", "json", "srj", "xlsx", "md")
GRAPHS = ("ttl", "jsonld", "nt", "rdf")


@click.command(
    short_help="Answer a named query.", context_settings={"ignore_unknown_options": True, "allow_extra_args": True}
)
@click.argument("name", required=False)
@click.option("--as-known", callback=day_option, metavar="DATE", help="As this graph knew it on a day.")
@click.option(
    "--published-by", callback=day_option, metavar="DATE", help="Only from sources that had appeared by a day."
)
@click.option("--format", "format_", type=click.Choice(TABLES), default="table", show_default=True)
@output_option
@release_option
@store_option
@click.pass_context
def ask(
    ctx: click.Context,
    name: str | None,
    as_known: date | None,
    published_by: date | None,
    format_: str,
    output: Path | None,
    chosen: Path | None,
) -> None:
    """Answer a named query; without NAME, list the queries.

    Parameters are options: --municipality Luleå --as-of 2020-07-01. A thing is named by name, code, key or IRI; "all"
    leaves a parameter open. `lulea-kg ask NAME --parameters` shows those of one query.
    """
    talk: Talk = ctx.obj
    if not name:
        _list_queries(talk)
        return
    if "--parameters" in ctx.args:
        _list_parameters(talk, name)
        return
    values = _parameters(ctx.args)
    with open_graph(talk, chosen, as_known, published_by) as kg:
        table = kg.ask(name, values, talk.lang)
        parameters = kg.parameters(name, values, talk.lang)
        _write_table(talk, kg, table, format_, output, {"query": name, "parameters": parameters})
        _count(talk, kg, table, parameters.get("as-of", str(kg.reference_date)), named=True)


@click.command(short_help="Answer any SPARQL query.")
@click.argument("query", required=False)
@click.option("-f", "--file", "path", type=click.Path(path_type=Path), help="Read the query from a file; - is stdin.")
@click.option("--data", multiple=True, type=click.Path(path_type=Path), help="Ask RDF files instead of a release.")
@click.option("--graph", "graphs", multiple=True, metavar="IRI=FILE", help="An RDF file as a named graph.")
@click.option("--default-graph", type=click.Choice(["union", "strict"]), default="union", show_default=True)
@click.option("--format", "format_", type=click.Choice([*TABLES, *GRAPHS]), help="[default: table, or ttl for a graph]")
@output_option
@release_option
@store_option
@pass_talk
def sparql(
    talk: Talk,
    query: str | None,
    path: Path | None,
    data: tuple[Path, ...],
    graphs: tuple[str, ...],
    default_graph: str,
    format_: str | None,
    output: Path | None,
    chosen: Path | None,
) -> None:
    """Answer any SPARQL 1.1 query over the release, or straight over RDF files (--data, --graph).

    The default graph is the union of all graphs; with --default-graph strict it is only what --data names.
    """
    from lulea_kg import files
    from lulea_kg.exports.tables import Table

    if (query is None) == (path is None):
        raise click.UsageError(
            "Give either QUERY or --file." if talk.lang == "en" else "Ange antingen QUERY eller --file."
        )
    if path:
        query = sys.stdin.read() if str(path) == "-" else files.read_text(path)
    text, union = query or "", default_graph == "union"
    if data or graphs:
        from lulea_kg.stores.scratch import ScratchStore

        kg, base = None, path.resolve().as_uri() if path and str(path) != "-" else None
        answer = ScratchStore(data, map(_named_graph, graphs), union=union).query(text, base)
    else:
        kg = open_graph(talk, chosen)
        answer = kg.store.query(text, union=union)
    if answer.startswith(b"{"):
        table = Table.from_sparql(answer)
        _write_table(talk, kg, table, format_ or "table", output, {"query": text})
        if kg:
            _count(talk, kg, table, str(kg.reference_date), named=False)
    else:
        _write_graph(kg, answer, format_ or "ttl", output, {"query": text})


def _named_graph(option: str) -> tuple[str, Path]:
    iri, equals, file = option.rpartition("=")
    if not equals or not iri or not file:
        raise InputError("bad-graph-option", found=option)
    return iri, Path(file)


@click.command(short_help="Show everything known of one thing.")
@click.argument("thing")
@click.option("--as-of", callback=day_option, metavar="DATE", help="What was known of a day.")
@click.option("--as-known", callback=day_option, metavar="DATE", help="As this graph knew it on a day.")
@click.option(
    "--published-by", callback=day_option, metavar="DATE", help="Only from sources that had appeared by a day."
)
@click.option("--format", "format_", type=click.Choice(["text", *GRAPHS]), default="text", show_default=True)
@output_option
@release_option
@store_option
@pass_talk
def show(
    talk: Talk,
    thing: str,
    as_of: date | None,
    as_known: date | None,
    published_by: date | None,
    format_: str,
    output: Path | None,
    chosen: Path | None,
) -> None:
    """Show everything known of one thing: states, certainty, who says so, in which words."""
    with open_graph(talk, chosen, as_known, published_by) as kg:
        iri = kg.resolve(thing)
        if format_ != "text":
            from lulea_kg import describe

            _write_graph(kg, describe.graph(kg.store, iri), format_, output, {"thing": iri})
            return
        from lulea_kg.exports.card import card

        plain = bool(output or os.environ.get("NO_COLOR")) or not sys.stdout.isatty()
        bold: Callable[[str], str] = str if plain else lambda text: click.style(text, bold=True)
        width = min(click.get_current_context().terminal_width or _columns(), 120)
        text = card(kg, iri, talk.lang, str(as_of or kg.reference_date), width, bold)
        _deliver(kg, text.encode(), output, {"thing": iri, "asOf": str(as_of or kg.reference_date)})


@click.command(short_help="List what is weak, and what to do about it.")
@release_option
@store_option
@pass_talk
def doctor(talk: Talk, chosen: Path | None) -> None:
    """List what is weak: undated sources, single sources, unknown starts, old states, phrases not re-checked."""
    from lulea_kg import weaknesses

    with open_graph(talk, chosen) as kg:
        for kind, things in weaknesses.find(kg, talk.lang):
            click.echo(f"{kind} ({len(things)})" if things else kind)
            for thing in things:
                click.echo(f"  {printable(thing)}")


def _parameters(extra: Sequence[str]) -> dict[str, str]:
    """Return `--name value` and `--name=value` pairs; anything else is wrong use."""
    values: dict[str, str] = {}
    left = list(extra)
    while left:
        word = left.pop(0)
        name, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("--") or not name or (not equals and not left) or name in values:
            raise click.UsageError(f"{word}: parameters are written --name VALUE, each once.")
        values[name] = value if equals else left.pop(0)
    return values


def _list_queries(talk: Talk) -> None:
    from lulea_kg import files, queries

    folder = files.shipped("queries")
    found = [queries.load(folder / f"{name}.rq") for name in queries.names(folder)]
    width = max(len(query.name) for query in found)
    for query in found:
        click.echo(f"{query.name.ljust(width)}  {query.title[talk.lang]}")
    talk.say("Parameters of one: lulea-kg ask NAME --parameters", "Parametrar för en: lulea-kg ask NAMN --parameters")


def _list_parameters(talk: Talk, name: str) -> None:
    from lulea_kg import files, queries

    query = queries.find(files.shipped("queries"), name)
    click.echo(query.answers[talk.lang])
    sv = talk.lang == "sv"
    kinds = {
        "thing": "namn, kod, nyckel eller IRI" if sv else "a name, code, key or IRI",
        "date": "ÅÅÅÅ-MM-DD" if sv else "YYYY-MM-DD",
        "code": "en kod" if sv else "a code",
        "text": "text",
    }
    for parameter in query.parameters.values():
        default = parameter.default.partition("^^")[0].strip('"')
        if default == "UNDEF":
            default = ("referensdagen" if sv else "the reference date") if parameter.type == "date" else queries.ALL
        click.echo(
            f"  --{parameter.option.ljust(14)} {kinds[parameter.type]} [{'förval' if sv else 'default'}: {default}]"
        )


def _reader(talk: Talk, kg: "KnowledgeGraph | None") -> "Reader":
    from lulea_kg.exports.tables import Reader

    return Reader.of(talk.lang, kg.names.words(talk.lang) if kg else {})


def _write_table(
    talk: Talk, kg: "KnowledgeGraph | None", table: "Table", format_: str, output: Path | None, about: dict[str, Any]
) -> None:
    from lulea_kg.exports import tables

    if format_ in GRAPHS:
        raise InputError("format-unfit", found=format_, expected=", ".join(TABLES))
    if format_ == "xlsx" and not output and sys.stdout.isatty():
        raise click.UsageError("xlsx is no text: add -o FILE.")
    content = tables.write(table, format_, lambda: _reader(talk, kg))
    _deliver(kg, content, output, {**about, "rows": len(table.rows)})


def _write_graph(
    kg: "KnowledgeGraph | None", ntriples: bytes, format_: str, output: Path | None, about: dict[str, Any]
) -> None:
    from lulea_kg.exports import graphs

    if format_ not in GRAPHS:
        raise InputError("format-unfit", found=format_, expected=", ".join(GRAPHS))
    _deliver(kg, graphs.write(ntriples, format_), output, about)


def _deliver(kg: "KnowledgeGraph | None", content: bytes, output: Path | None, about: dict[str, Any]) -> None:
    """Write an answer; beside a file, write what makes it citable: release, question, coverage and licences."""
    emit(content, output)
    if not output or not kg:
        return
    from lulea_kg import files
    from lulea_kg.release import as_json

    datasets = kg.release.manifest["datasets"]
    views = {"asKnown": str(kg.as_known or ""), "publishedBy": str(kg.published_by or "")}
    metadata = {
        "release": kg.release.id,
        **about,
        **{name: day for name, day in views.items() if day},
        "coverage": [dataset["name"] for dataset in datasets],
        "licences": sorted({dataset["licence"] for dataset in datasets}),
    }
    files.write_atomically(output.with_name(f"{output.name}-metadata.json"), as_json(metadata))


def _count(talk: Talk, kg: "KnowledgeGraph", table: "Table", as_of: str, *, named: bool) -> None:
    count = len(table.rows)
    if count == 0:
        from lulea_kg.messages import text

        click.echo(text("nothing-found" if named else "no-rows", talk.lang, asOf=as_of), err=True)
        return
    rows = {"en": "row" if count == 1 else "rows", "sv": "rad" if count == 1 else "rader"}[talk.lang]
    talk.say(
        f"{count} {rows} as of {as_of}, release {kg.release.id}",
        f"{count} {rows}, gäller {as_of}, utgåva {kg.release.id}",
    )


def _columns() -> int:
    import shutil

    return shutil.get_terminal_size((100, 24)).columns


@click.command(short_help="Write a workbook to fill in, with what the graph holds.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--municipality", help="Fill in what the graph holds of it: a name, code, key or IRI.")
@on_option
@release_option
@pass_talk
def template(talk: Talk, file: Path, municipality: str | None, on: date | None, chosen: Path | None) -> None:
    """Write a workbook with drop-downs and a word on each fault, filled with what the graph holds of a municipality."""
    from lulea_kg import files
    from lulea_kg.exports import template as workbook

    if file.suffix != ".xlsx":
        raise InputError("unknown-format", found=file.suffix, expected=".xlsx")
    about: dict[str, str] = {}
    tables: dict[str, list[dict[str, str]]] = {}
    with open_graph(talk, chosen) as kg:
        countries = sorted(kg.countries(talk.lang), key=lambda pair: pair[1])
        if municipality:
            from lulea_kg import prefill

            iri = kg.resolve(municipality)
            label = kg.names.label(iri)
            tables = {name: list(found) for name, found in prefill.rows(kg, iri).items()}
            about = {
                "municipality": label,
                "title": f"{label}: internationella relationer",
                "publisher": label,
                "licence": "CC0-1.0",
                "recorded_by": label,
                "recorded_on": str(on or date.today()),
            }
    files.write_atomically(file, workbook.write(about, tables, {"Country": countries}, talk.lang))
    count = len(tables.get("claims", ()))
    talk.say(f"{count} claims filled in. Then: lulea-kg check {file}",
             f"{count} påståenden ifyllda. Sedan: lulea-kg check {file}")  # fmt: skip
    click.echo(str(file))
