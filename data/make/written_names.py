"""Names as sources write them: what counts when two are compared, and what is said in brackets."""

import unicodedata
from typing import Final

MACRON: Final = "\N{COMBINING MACRON}"


def folded(name: str) -> str:
    """Return a name for comparison: case, kinds of apostrophe and composition do not count, letters do."""
    return " ".join(unicodedata.normalize("NFC", name).replace("’", "'").casefold().split())


def plain(name: str) -> str:
    """Return a name for comparison without the qualifier at its end and without macrons.

    >>> plain("Tōbetsu"), plain("Kunda (Viru-Nigula)")
    ('tobetsu', 'kunda')
    """
    return folded(unicodedata.normalize("NFD", unqualified(name)).replace(MACRON, ""))


def qualifier(name: str) -> str:
    """Return what stands in brackets at the end of a name, "" where nothing does."""
    return name[len(unqualified(name)) + 2 : -1]


def unqualified(name: str) -> str:
    """Return a name without what stands in brackets at its end."""
    return name.rpartition(" (")[0] or name if name.endswith(")") else name
