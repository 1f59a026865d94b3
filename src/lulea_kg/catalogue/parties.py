"""Who stands behind the parts of a release, for its catalogue: publishers, and whom to write to."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from pyoxigraph import Triple

from lulea_kg.catalogue.holdings import Holding, own
from lulea_kg.catalogue.triples import TYPE, Value, about, iris, texts
from lulea_kg.iris import mint
from lulea_kg.terms import DCAT, DCT, FOAF

_KIND: Final = "http://purl.org/adms/publishertype/"
_VCARD: Final = "http://www.w3.org/2006/vcard/ns#"
_EMAIL: Final = r"[^\s<>\"@]+@[^\s<>\"@]+"
_WEB: Final = r"https?://[^\s<>\"{}|\\^`]+"


def publisher(holding: Holding, site: str) -> str:
    """Return the IRI of who publishes a part: one for each name."""
    return own(site, f"publisher/{mint('publisher', holding.publisher)}")


def contact(holding: Holding, manifest: Mapping[str, Any], site: str) -> Iterator[tuple[str, list[Value]]]:
    """Yield whom to write to of a part, where the manifest says it; a web address is a page about the part.

    The Swedish profile asks for an e-mail address in each contact point, so a web address alone makes none.
    """
    given = _given(holding, manifest)
    yield DCAT + "contactPoint", iris(_contact_point(given, site) if re.fullmatch(_EMAIL, given) else "")
    yield FOAF + "page", iris(given if re.fullmatch(_WEB, given) else "")


def described(held: Sequence[Holding], manifest: Mapping[str, Any], site: str) -> Iterator[Triple]:
    """Yield the description of all publishers and contacts of some parts."""
    for holding in held:
        kinds = {other.about.get("publisherType", "") for other in held if other.publisher == holding.publisher}
        kind = max(kinds)
        yield from about(
            publisher(holding, site),
            (TYPE, iris(FOAF + "Agent")),
            (FOAF + "name", texts(holding.publisher)),
            (DCT + "type", iris(kind and _KIND + quote(kind))),
        )
        given = _given(holding, manifest)
        if re.fullmatch(_WEB, given):
            yield from about(given, (TYPE, iris(FOAF + "Document")))
        if re.fullmatch(_EMAIL, given):
            yield from about(
                _contact_point(given, site),
                (TYPE, iris(_VCARD + "Organization", _VCARD + "Kind")),
                (_VCARD + "fn", texts(holding.publisher)),
                (_VCARD + "hasEmail", iris(f"mailto:{quote(given, safe='@+')}")),
            )


def _given(holding: Holding, manifest: Mapping[str, Any]) -> str:
    """Return the contact of a part, else that of the release."""
    return str(holding.about.get("contact") or manifest.get("contact") or "").removeprefix("mailto:")


def _contact_point(given: str, site: str) -> str:
    return own(site, f"contact/{mint('contact', given)}")
