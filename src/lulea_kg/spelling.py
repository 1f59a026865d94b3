"""Names as they are compared when spelling differs."""

import unicodedata
from typing import Final

_LETTERS: Final = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "’": "'"})


def folded(name: str) -> str:
    """Return a name as it is compared when spelling differs: lower case, without marks, single blanks.

    >>> folded("Tromsø") == folded("TROMSÖ") == "tromso"
    True
    """
    decomposed = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def slug(name: str) -> str:
    """Return a name as part of a natural key or file name: lower case without marks, hyphens for what is no letter.

    >>> slug("Malå kommun")
    'mala-kommun'
    """
    return "".join(c if c.isalnum() else "-" for c in folded(name)).strip("-")
