"""How pages look at a release: in which language, from which root path; and the templates they are made with."""

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from lulea_kg.pages.words import WORDS
from lulea_kg.terms import MIR

if TYPE_CHECKING:
    from jinja2 import Environment

# Characters that have no place in a page, though they may stand in data and in what is sought.
_NO_TEXT: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True)
class View:
    """A language, the path of the site's root, the bases that things here are named under, and the release shown."""

    root: str
    lang: str
    bases: tuple[str, ...]
    release: str
    day: str

    @property
    def other(self) -> str:
        """The other language."""
        return "en" if self.lang == "sv" else "sv"

    def text(self, name: str, **facts: object) -> str:
        """Return words of a page in its language."""
        return WORDS[name][self.lang == "sv"].format(**facts)

    def href(self, iri: str) -> str:
        """Return where the page of a thing is: here when it is named here, else its IRI; "" for what is no address."""
        if iri.startswith(MIR) or iri + "/" == MIR:
            return (
                f"{self.root}/doc/def/{iri.removeprefix(MIR)}".removesuffix("/")
                if iri != MIR[:-1]
                else f"{self.root}/doc/def"
            )
        for base in self.bases:
            if iri.startswith((base + "/id/", base + "/graph/")):
                return f"{self.root}/doc/{iri.removeprefix(base + '/').removeprefix('id/')}"
        return iri if iri.startswith(("http://", "https://")) else ""


@cache
def _templates() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("lulea_kg.pages"),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(template: str, view: View, **facts: Any) -> bytes:
    """Return a page made from a template: `view` and `facts` are what it may name."""
    return _NO_TEXT.sub("\ufffd", _templates().get_template(template).render(view=view, **facts)).encode()
