"""Commands that change dataset folders: new, withdraw, erase."""

from datetime import date
from pathlib import Path

import click

from lulea_kg.cli.talk import Talk, build_release, on_option, own_data, pass_talk, snapshots_folder
from lulea_kg.errors import InputError
from lulea_kg.messages import text


@click.command(short_help="Make a dataset folder, or register its keys.")
@click.argument("name")
@click.option("--base", help="Where the things of this dataset are named, such as https://data.example.se/relations.")
@click.option("--into", type=click.Path(path_type=Path), help="Folder for the dataset. [default: ./data or here]")
@on_option
@pass_talk
def new(talk: Talk, name: str, base: str | None, into: Path | None, on: date | None) -> None:
    """Make a dataset folder for a municipality; on an existing one, register the keys of what was added."""
    from lulea_kg import editing

    parent = into or (Path("data") if Path("data").is_dir() else Path())
    folder, count = editing.new_dataset(name, parent, base or talk.base, on or date.today())
    talk.say(f"Keys registered: {count}.", f"Registrerade nycklar: {count}.")
    talk.say(
        "Describe actors in actors.ttl, sources in sources.csv and claims in claims.csv; then run "
        f"lulea-kg check {folder}",
        "Beskriv aktörer i actors.ttl, källor i sources.csv och påståenden i claims.csv; kör sedan "
        f"lulea-kg check {folder}",
    )
    click.echo(str(folder))


@click.command(short_help="Take back a claim or a source.")
@click.argument("named", metavar="CLAIM|SOURCE")
@click.option("--reason", required=True, help="Why, in a few words; it stays in the graph.")
@click.option("--data", type=click.Path(exists=True, path_type=Path), help="The dataset folder, or a folder of them.")
@on_option
@pass_talk
def withdraw(talk: Talk, named: str, reason: str, data: Path | None, on: date | None) -> None:
    """Stamp a claim (SOURCE/ROW, key or IRI), or all claims of a source, as withdrawn. Then build again.

    Nothing is deleted: answers no longer rest on it, and --as-known an earlier day still shows it.
    """
    from lulea_kg import editing

    if not reason.strip():
        raise click.BadParameter("Give a reason." if talk.lang == "en" else "Ange ett skäl.", param_hint="--reason")
    folders = [data] if data else own_data()
    if not folders:
        raise InputError("no-dataset", file=str(Path.cwd()))
    for stamped in editing.withdraw(folders, named, reason.strip(), on or date.today(), talk.base):
        click.echo(stamped)
    talk.say("Withdrawn. Run lulea-kg build for a release without it.",
             "Återtaget. Kör lulea-kg build för en utgåva utan det.")  # fmt: skip


@click.command(short_help="Erase personal data everywhere.")
@click.argument("thing")
@click.option("--reason", required=True, help="Why, in a few words without the data itself; it stays.")
@click.option("--data", type=click.Path(exists=True, path_type=Path), help="The dataset folder, or a folder of them.")
@on_option
@pass_talk
def erase(talk: Talk, thing: str, reason: str, data: Path | None, on: date | None) -> None:
    """Erase a person, or a mere name, and all said by or of them: datasets, texts, and every kept release.

    Releases that held it are deleted and a new one is built; the key stays as a tombstone with day and reason.
    """
    from lulea_kg import erase as erasing

    folders = [data] if data else own_data()
    if not folders:
        raise InputError("no-dataset", file=str(Path.cwd()))
    done = erasing.erase(
        folders,
        thing,
        reason,
        on or date.today(),
        talk.base,
        talk.releases,
        snapshots_folder(),
        lambda clean: build_release(talk, folders, [], talk.releases, against=lambda _: clean),
    )
    for name in [*done.changed, *done.removed, *done.releases]:
        click.echo(name)
    talk.say(
        f"Files changed: {len(done.changed)}, texts removed: {len(done.removed)}, releases: {len(done.releases)}.",
        f"Ändrade filer: {len(done.changed)}, borttagna texter: {len(done.removed)}, utgåvor: {len(done.releases)}.",
    )
    if done.left:
        click.echo(text("erasure-incomplete", talk.lang, found=", ".join(done.left)), err=True)
        raise SystemExit(1)
