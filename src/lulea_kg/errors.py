"""What can go wrong, as a caller may want to handle it.

LuleaKGError                      exit code
├── InputError        2  a file or argument cannot be used as it is
│   └── InputRejected 2  rows or files of the input have faults: all are listed, nothing was sealed
├── NameUnknown       1  no thing has that name, code, key or IRI
├── NameAmbiguous     1  several things have it
├── ReleaseBlocked    1  a check found a violation: nothing was sealed
├── ReleaseDamaged    1  a release does not have the digests it was sealed with
├── Unavailable       3  a store or release cannot be opened
└── LimitReached      4  a size or time limit was met
"""

from typing import TYPE_CHECKING, ClassVar

from lulea_kg.messages import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lulea_kg.model import Finding


class LuleaKGError(Exception):
    """Base of every error of this package: a message id of `messages` and the facts that fill it."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, **facts: object) -> None:
        super().__init__(message)
        self.message = message
        self.facts = facts

    def in_language(self, lang: str) -> str:
        """Return the message in `lang` (sv or en): what, where, what to do."""
        return text(self.message, lang, **self.facts)

    def __str__(self) -> str:
        return self.in_language("en")


class InputError(LuleaKGError):
    """A file or argument cannot be used; facts name file, row, column, found and expected where they are known."""

    exit_code = 2


class InputRejected(InputError):
    """Rows or files of the input have faults; `findings` lists them all."""

    def __init__(self, findings: "Sequence[Finding]") -> None:
        super().__init__("input-rejected", count=len(findings))
        self.findings = findings


class NameUnknown(LuleaKGError):
    """No thing of the graph has the name, code, key or IRI given."""


class NameAmbiguous(LuleaKGError):
    """Several things of one rank have the name given."""


class ReleaseBlocked(LuleaKGError):
    """Checks found violations; `findings` lists them, nothing was sealed."""

    def __init__(self, findings: "Sequence[Finding]") -> None:
        super().__init__("release-blocked", count=len(findings))
        self.findings = findings


class ReleaseDamaged(LuleaKGError):
    """A release's files do not have the digests of its manifest."""


class Unavailable(LuleaKGError):
    """A store or release cannot be opened."""

    exit_code = 3


class LimitReached(LuleaKGError):
    """An input or answer is larger, or takes longer, than the limit named."""

    exit_code = 4
