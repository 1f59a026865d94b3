"""Triples from Turtle and TriG files of a dataset, and quads from the dump of a release.

Relative IRIs are resolved against the dataset's base, natural keys (`<id/actor/~se-2580>`) become opaque ones.
"""

import gzip
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, cast

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from lulea_kg import files, times
from lulea_kg.errors import InputError
from lulea_kg.iris import Namer
from lulea_kg.model import Place
from lulea_kg.rows import control_character
from lulea_kg.terms import MIR, XSD, code

FORMATS = {".ttl": RdfFormat.TURTLE, ".trig": RdfFormat.TRIG}
DUMPS = (".nq", ".nq.gz")
MAX_DEPTH = 1000
_EDTF = (MIR + "edtf", MIR + "saidAt", MIR + "published")
# Strings, IRIs and comments are one token each, so that brackets inside them do not count.
_TOKEN = re.compile(
    rb'''"""(?:[^"\\]|\\.|"(?!""))*"""|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}'''
    rb"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>"{}|^`\\\s]*>|#[^\n]*|[\[({)}\]]""",
    re.DOTALL,
)


@dataclass(frozen=True)
class Fact:
    """One triple with its IRIs as text; `graph` is "" for the default graph."""

    graph: str
    subject: str
    predicate: str
    value: NamedNode | Literal

    def line(self) -> str:
        """Return the fact as a line of N-Triples."""
        return f"<{self.subject}> <{self.predicate}> {self.value} .\n"


def facts(path: Path, namer: Namer, scope: str) -> Iterator[Fact]:
    """Yield the facts of a Turtle or TriG file.

    `scope` is the key of the source the file speaks for, "" at the top level. Raises InputError naming file and line
    for broken syntax, and for blank nodes, which nobody could link to.
    """
    place = Place(files.shown(path))
    content = files.read_text(path).encode()
    check_depth(content, place.file)
    for quad in _parsed(content, FORMATS[path.suffix], namer.base + "/", place.file):
        subject, object_ = quad.subject, quad.object
        if isinstance(subject, BlankNode) or isinstance(object_, BlankNode):
            raise InputError("blank-node", file=place.file, found=str(quad.predicate))
        if not isinstance(subject, NamedNode) or isinstance(object_, Triple):
            raise InputError("triple-term", file=place.file, found=str(quad.predicate))
        name = quad.graph_name
        graph = _expand(name.value, namer, scope, place) if isinstance(name, NamedNode) else ""
        value = object_ if isinstance(object_, Literal) else NamedNode(_expand(object_.value, namer, scope, place))
        check_value(quad.predicate.value, value, place.file)
        yield Fact(graph, _expand(subject.value, namer, scope, place), quad.predicate.value, value)


def dump(path: Path) -> Iterator[Quad]:
    """Yield the quads of an N-Quads dump, gzipped or not, as a stream; raise InputError where it is broken."""
    file = files.shown(path)
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            quads = parse(cast(IO[bytes], stream), format=RdfFormat.N_QUADS)
            first = next(quads, None)
            if first is None:
                raise InputError("empty-dump", file=file)
            yield from chain((first,), quads)
    except SyntaxError as error:
        raise _bad_rdf(error, file) from error
    except (OSError, EOFError, zlib.error) as error:
        raise InputError("unreadable-file", file=file, found=getattr(error, "strerror", None) or str(error)) from error
    except MemoryError as error:
        raise InputError("unreadable-file", file=file, found=str(error)) from error


def is_dump(path: Path) -> bool:
    """Tell whether `path` is the dump of a release by its name."""
    return path.name.endswith(DUMPS)


def check_depth(content: bytes, file: str) -> None:
    """Raise InputError for text nested so deep that the parser would take the process down."""
    if max(content.count(b"["), content.count(b"("), content.count(b"{"), content.count(b"<<")) < MAX_DEPTH:
        return
    depth = 0
    for token in _TOKEN.finditer(content):
        if token[0] in (b"[", b"(", b"{"):
            depth += 1
        elif token[0] in (b"]", b")", b"}"):
            depth -= 1
        if depth > MAX_DEPTH:
            raise InputError("too-deep", file=file, row=content.count(b"\n", 0, token.start()) + 1, limit=MAX_DEPTH)


def check_value(predicate: str, value: NamedNode | Literal, file: str) -> None:
    """Raise InputError for a date that is none (xsd:date or EDTF), and for a text with control characters."""
    if isinstance(value, Literal) and (odd := control_character(value.value)):
        raise InputError("control-character", file=file, column=code(predicate), found=odd)
    try:
        if isinstance(value, Literal) and value.datatype.value == XSD + "date":
            times.day(value.value)
        elif predicate in _EDTF and isinstance(value, Literal):
            times.interval(value.value)
    except InputError as error:
        raise InputError(error.message, file=file, column=code(predicate), **error.facts) from error


def _parsed(content: bytes, format_: RdfFormat, base: str, file: str) -> Iterator[Quad]:
    try:
        yield from parse(content, format=format_, base_iri=base)
    except SyntaxError as error:
        raise _bad_rdf(error, file) from error


def _bad_rdf(error: SyntaxError, file: str) -> InputError:
    """Return a parser's complaint with its place said once."""
    found = re.sub(r"^Parser error (at|between) line .*?: ", "", error.msg or "", count=1)
    return InputError("bad-rdf", file=file, row=error.lineno, found=found)


def _expand(iri: str, namer: Namer, scope: str, place: Place) -> str:
    return namer.expand(iri, scope, place) if "/~" in iri else iri
