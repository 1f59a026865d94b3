"""The command line: data on stdout, talk on stderr. Each command imports its station only when it runs."""

from pathlib import Path

import click

from lulea_kg import __version__
from lulea_kg.cli import asking, keeping, making, serving
from lulea_kg.cli.talk import Commands, Talk, locale_language


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="lulea-kg")
@click.option(
    "--lang", type=click.Choice(["sv", "en"]), envvar="LULEA_KG_LANG", help="Language of labels and messages."
)
@click.option("--releases", type=click.Path(path_type=Path), envvar="LULEA_KG_RELEASES", help="Folder of releases.")
@click.option("--base", envvar="LULEA_KG_BASE", help="Base of the IRIs that are named.")
@click.pass_context
def main(ctx: click.Context, lang: str | None, releases: Path | None, base: str | None) -> None:
    """Which relations did a municipality have on a day, in which state, and which words in which source say so?

    \b
    lulea-kg show Luleå                                        everything known of one municipality
    lulea-kg ask twin-towns --municipality Luleå --as-of 2020-07-01
    lulea-kg build                                             make a release from the data at hand
    """
    ctx.obj = Talk(lang or locale_language(), releases, base)


for command in (
    *(making.build, making.check, making.verify, making.diff, making.export, making.push),
    *(asking.ask, asking.sparql, asking.show, asking.doctor, asking.template),
    serving.serve,
    *(keeping.new, keeping.withdraw, keeping.erase),
):
    main.add_command(command)
