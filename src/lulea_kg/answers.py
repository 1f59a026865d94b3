"""Asking: a release, or a view of it on an earlier day, with its names; named queries and free ones."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from lulea_kg import files, queries, times
from lulea_kg.errors import InputError, NameUnknown, Unavailable
from lulea_kg.exports.tables import Table
from lulea_kg.names import Names
from lulea_kg.release import Opened, Release, at
from lulea_kg.stores import Store
from lulea_kg.terms import KEY, TYPES, code

_REFERENCE: Final = "SELECT ?day WHERE { ?release <https://w3id.org/munirel/def/referenceDate> ?day }"
# Answers of a release that are kept, and how many rows one may have: memory stays bounded.
_KEPT: Final = 64
_KEPT_ROWS: Final = 5000


@dataclass
class KnowledgeGraph:
    """A release opened for asking; `as_known` and `published_by` look at it as on an earlier day."""

    release: Opened
    as_known: date | None = None
    published_by: date | None = None
    _kept: dict[tuple[object, ...], Table] = field(default_factory=dict, init=False, repr=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if "names" in self.__dict__:
            self.names.close()

    @cached_property
    def store(self) -> Store:
        """The store that answers: the sealed one, or a view in memory."""
        if self.as_known or self.published_by:
            if not isinstance(self.release, Release):
                raise InputError("needs-folder")
            from lulea_kg.views import view

            return view(self.release, self.as_known, self.published_by)
        return self.release.open_store()

    @cached_property
    def names(self) -> Names:
        """The look-up index of the release."""
        return self.release.open_names()

    @cached_property
    def reference_date(self) -> date:
        """The day answers are about when none is asked for."""
        rows = json.loads(self.store.query(_REFERENCE))["results"]["bindings"]
        return times.day(rows[0]["day"]["value"])

    def ask(self, name: str, values: Mapping[str, str] | None = None, lang: str = "en") -> Table:
        """Return the answer of a named query; `values` are its parameters by option name ("as-of").

        `lang` is the language of texts, for queries that have any. What a sealed release has answered is kept.
        """
        asked = name, lang, *sorted((values or {}).items())
        if asked not in self._kept:
            answer = self._ask(name, values, lang)
            if not isinstance(self.release, Release) or len(answer.rows) > _KEPT_ROWS:
                return answer
            while len(self._kept) >= _KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[asked] = answer
        return self._kept[asked]

    def bind(self, query: queries.Query, values: Mapping[str, str], lang: str) -> str:
        """Return the text of a named query with the values given, and the language where it has texts."""
        return query.bind({"lang": lang, **values} if "lang" in query.parameters else values, self.identify)

    def _ask(self, name: str, values: Mapping[str, str] | None, lang: str) -> Table:
        query = queries.find(files.shipped("queries"), name)
        sparql = self.bind(query, values or {}, lang)
        try:
            return Table.from_sparql(self.store.query(sparql), query.coded)
        except InputError as error:
            if error.message != "bad-sparql":
                raise
            # The person wrote no SPARQL: a server that refuses ours is at fault, not the question.
            raise Unavailable("query-refused", query=name, found=error.facts.get("found", "")) from error

    def parameters(self, name: str, values: Mapping[str, str], lang: str) -> dict[str, str]:
        """Return every parameter of a named query with the value it has when `values` are given."""
        found = {}
        for option, parameter in queries.find(files.shipped("queries"), name).parameters.items():
            default = parameter.default.partition("^^")[0].strip('"')
            if default == "UNDEF":
                default = str(self.reference_date) if option in ("as-of", "to") else queries.ALL
            found[option] = values.get(option, lang if option == "lang" else default)
        return found

    def identify(self, parameter: queries.Parameter, value: str) -> str:
        """Return what stands for a value in a query: the key of the thing it names, or the code it is.

        Raises NameUnknown or NameAmbiguous for a thing, InputError for a code that its scheme does not hold.
        """
        if parameter.type == "thing":
            return self.resolve(value).rstrip("/").rpartition("/")[2]
        if parameter.scheme == "country":
            return code(self.names.country(value))
        known = self.names.codes(parameter.scheme)
        if value not in known:
            raise InputError("bad-parameter", name=parameter.option, found=value, expected=", ".join(known))
        return value

    def countries(self, lang: str) -> list[tuple[str, str]]:
        """Return the EU code and the name in a language of every country."""
        return self.names.countries(lang)

    def resolve(self, text: str) -> str:
        """Return the IRI of the thing a name, code, key or IRI names; what has no name is found by key or IRI."""
        try:
            return self.names.resolve(text)
        except NameUnknown:
            if re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", text):
                candidates = [text]
            elif re.fullmatch(KEY, text):
                candidates = [f"{self.release.manifest['base']}/id/{type_}/{text}" for type_ in TYPES]
            else:
                raise
            for iri in candidates:
                if b"true" in self.store.query(f"ASK {{ {{ <{iri}> ?p ?o }} UNION {{ ?s ?p <{iri}> }} }}"):
                    return iri
            raise


def open_release(folder: Path) -> KnowledgeGraph:
    """Open the release in `folder`, or the current one when `folder` holds releases; raise Unavailable without any."""
    chosen = at(folder)
    _ = chosen.manifest
    return KnowledgeGraph(chosen)
