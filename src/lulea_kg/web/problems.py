"""What goes wrong, told to HTTP clients as problem documents (RFC 9457): what, where, what to do."""

import json
from collections.abc import Mapping
from typing import Final

from lulea_kg.errors import InputError, LimitReached, LuleaKGError, NameAmbiguous, NameUnknown, Unavailable

MEDIA_TYPE: Final = "application/problem+json"
_STATUS: Final = (
    (NameUnknown, 404),
    (NameAmbiguous, 400),
    (InputError, 400),
    (LimitReached, 413),
    (Unavailable, 503),
)
_TITLES: Final = {
    400: ("Bad request", "Felaktig begäran"),
    403: ("Not allowed", "Tillåts inte"),
    404: ("Not found", "Finns inte"),
    405: ("Method not allowed", "Metoden tillåts inte"),
    406: ("Not acceptable", "Inget begärt format finns"),
    408: ("Too slow", "För långsamt"),
    410: ("Gone", "Borttagen"),
    413: ("Too large", "För stort"),
    415: ("Media type not supported", "Mediatypen stöds inte"),
    416: ("No such range", "Delen finns inte"),
    500: ("Internal error", "Internt fel"),
    503: ("Not available now", "Inte tillgänglig just nu"),
}


class Problem(LuleaKGError):
    """An answer that says what went wrong: HTTP status, a message with its facts, and further headers."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None, **facts: object) -> None:
        super().__init__(message, **facts)
        self.status = status
        self.headers = dict(headers or {})

    def title(self, lang: str) -> str:
        """Return the name of the status in a language."""
        return _TITLES.get(self.status, _TITLES[500])[lang == "sv"]

    def as_json(self, lang: str, **members: object) -> bytes:
        """Return the problem document; `members` stand beside the standard ones."""
        known = {"title": self.title(lang), "status": self.status, "detail": self.in_language(lang)}
        return (json.dumps({**known, **members}, ensure_ascii=False, indent=1) + "\n").encode()


def problem(error: LuleaKGError) -> Problem:
    """Return how an error of the product is told over HTTP."""
    if isinstance(error, Problem):
        return error
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    return Problem(status, error.message, None, **error.facts)
