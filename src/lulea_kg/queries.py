"""Named queries: files of the queries folder, their headers, and their parameters (the VALUES lines).

A query runs as it stands in any SPARQL 1.1 tool. `# title:`, `# answers:` and `# codes:` head it; a parameter is a
line `VALUES ?name { default } # type`, where type is thing, date, text, or code and the concept scheme it is of.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from lulea_kg import files, times
from lulea_kg.errors import InputError

_HEADER: Final = re.compile(r"^# (title|answers|codes): *(.*)$", re.MULTILINE)
_PARAMETER: Final = re.compile(r"^( *VALUES \?(\w+) \{)(.*?)(\} *# *(thing|date|code|text)\b *(\w*).*)$", re.MULTILINE)
_KEYWORD: Final = re.compile("service", re.IGNORECASE)
ALL: Final = "all"


@dataclass(frozen=True)
class Parameter:
    """A parameter of a query: its SPARQL variable, its type, its default as SPARQL text ("UNDEF": any).

    `scheme` is the concept scheme of a code, "country" for a country.
    """

    variable: str
    type: str
    default: str
    scheme: str = ""

    @property
    def option(self) -> str:
        """The name on the command line and over HTTP: asOf is as-of."""
        return re.sub(r"(?<=[a-z])([A-Z])", r"-\1", self.variable).lower()


@dataclass(frozen=True)
class Query:
    """A named query: its text, titles and answers by language, coded columns, and parameters by option name."""

    name: str
    sparql: str
    title: Mapping[str, str]
    answers: Mapping[str, str]
    coded: frozenset[str]
    parameters: Mapping[str, Parameter] = field(default_factory=dict)

    def bind(self, values: Mapping[str, str], identify: Callable[[Parameter, str], str]) -> str:
        """Return the query's text with `values` (by option name) in place of the defaults.

        `identify` gives the identifier or code that stands for what a person wrote; the value "all" leaves a parameter
        open. Raises InputError for a parameter the query does not have and for a value that is not of its type.
        """
        if unknown := [name for name in values if name not in self.parameters]:
            raise InputError(
                "unknown-parameter", query=self.name, found=", ".join(unknown), expected=", ".join(self.parameters)
            )
        # A default code is identified like a given one: on an earlier day the code may not have been known yet.
        defaults = {
            p.option: p.default[1:-1] for p in self.parameters.values() if p.type == "thing" and p.default[0] == '"'
        }
        terms = {
            self.parameters[name].variable: _term(self.parameters[name], value, identify)
            for name, value in {**defaults, **values}.items()
        }
        return _PARAMETER.sub(lambda m: f"{m[1]} {terms[m[2]]} {m[4]}" if m[2] in terms else m[0], self.sparql)


def load(path: Path) -> Query:
    """Return the query of a file; its name is the file's."""
    sparql = files.read_text(path)
    header = dict(_HEADER.findall(sparql))
    parameters = [Parameter(m[2], m[5], m[3].strip(), m[6]) for m in _PARAMETER.finditer(sparql)]
    return Query(
        name=path.stem,
        sparql=sparql,
        title=_languages(header.get("title", path.stem)),
        answers=_languages(header.get("answers", "")),
        coded=frozenset(header.get("codes", "").split()),
        parameters={parameter.option: parameter for parameter in parameters},
    )


def names(folder: Path) -> list[str]:
    """Return the names of the queries in a folder."""
    return sorted(path.stem for path in folder.glob("*.rq"))


def find(folder: Path, name: str) -> Query:
    """Return the named query of a folder; raise InputError with the nearest names when there is none."""
    known = names(folder)
    if name not in known:
        from difflib import get_close_matches

        raise InputError("query-unknown", found=name, suggestions=", ".join(get_close_matches(name, known)))
    return load(folder / f"{name}.rq")


def literal(text: str) -> str:
    """Return `text` as a SPARQL string literal, whatever it holds."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    # What looks for this keyword reads the text as it is, and not where strings begin and end.
    return f'"{_KEYWORD.sub(_escaped, escaped)}"'


def _escaped(keyword: re.Match[str]) -> str:
    return f"\\u{ord(keyword[0][0]):04X}{keyword[0][1:]}"


def _term(parameter: Parameter, value: str, identify: Callable[[Parameter, str], str]) -> str:
    if value == ALL:
        return "UNDEF"
    if parameter.type == "date":
        return f'"{times.day(value)}"^^<http://www.w3.org/2001/XMLSchema#date>'
    return literal(identify(parameter, value) if parameter.type in ("thing", "code") else value)


def _languages(header: str) -> dict[str, str]:
    english, _, swedish = header.partition("|")
    return {"en": english.strip(), "sv": swedish.strip() or english.strip()}
