"""What a client shows while somebody types or points: suggestions, flyouts and previews of things, types, properties.

Source: Reconciliation Service API 0.2, suggest and preview services.
"""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any, Final, TypeVar

from lulea_kg.errors import NameUnknown
from lulea_kg.names import Names
from lulea_kg.reconcile import values
from lulea_kg.reconcile.candidates import Candidate, named, with_iri
from lulea_kg.reconcile.kinds import KINDS, kind_id
from lulea_kg.reconcile.properties import Property, codes_of, fitting, properties, values_of
from lulea_kg.reconcile.service import described
from lulea_kg.spelling import folded
from lulea_kg.stores import Store

T = TypeVar("T")
_PAGE: Final = 20
_LONGEST: Final = 500
_MOST_SHOWN: Final = 12


def suggest_entities(names: Names, prefix: str, cursor: int, lang: str) -> dict[str, Any]:
    """Return the things whose names or codes begin with a text or hold words that do, from the one at `cursor` on."""
    found = named(names, values.string(prefix, "prefix", _LONGEST))
    found.sort(key=lambda one: (-one.likeness, one.rank, one.label, one.iri))
    words = names.words(lang)
    return {"result": [_entity(one, words, lang) for one in _page(found, cursor)]}


def suggest_types(names: Names, prefix: str, cursor: int, lang: str) -> dict[str, Any]:
    """Return the types whose ids or labels in either language hold a word that begins with a text."""
    wanted = folded(values.string(prefix, "prefix", _LONGEST))
    found = [kind for kind in KINDS.values() if _begins((kind.id, *kind.labels), wanted)]
    return {"result": [kind.as_json(lang) for kind in _page(found, cursor)]}


def suggest_properties(names: Names, prefix: str, cursor: int, lang: str) -> dict[str, Any]:
    """Return the properties whose ids or labels in either language hold a word that begins with a text."""
    wanted = folded(values.string(prefix, "prefix", _LONGEST))
    found = [one for one in properties(names).values() if _begins((one.id, *one.labels), wanted)]
    return {"result": [_property(one, lang) for one in _page(found, cursor)]}


def propose_properties(names: Names, type_: str, limit: int, lang: str) -> dict[str, Any]:
    """Return properties that things of a type have; all, for no type or one that is not known."""
    found = fitting(names, kind_id(values.string(type_, "type", _LONGEST)))
    most = limit if limit > 0 else len(found)
    return {"properties": [_property(one, lang) for one in found[:most]], "type": type_, "limit": most}


def flyout(names: Names, what: str, id_: str, lang: str) -> dict[str, str]:
    """Return a few words of HTML on an entity, a type or a property; raise NameUnknown for an id that is not known."""
    if what == "entity":
        one = _thing(names, id_)
        label, more = one.label, described(one.type, one.country, names.words(lang), lang)
    elif what == "type" and (kind := KINDS.get(kind_id(id_))):
        label, more = kind.label(lang), kind.iri
    elif what == "property" and (held := properties(names).get(id_)):
        label, more = held.label(lang), held.id
    else:
        raise NameUnknown("name-unknown", found=id_, suggestions="")
    return {"id": id_, "html": f"<p><strong>{escape(label)}</strong><br>{escape(more)}</p>"}


def preview(names: Names, store: Store, id_: str, lang: str) -> str:
    """Return a small page of HTML on a thing: name, kind, country, other names, codes; raise NameUnknown."""
    one = _thing(names, id_)
    known = properties(names)
    codes = codes_of(store, [one.iri]).get(one.iri, {})
    facts = {known["alias"].label(lang): values_of(store, known["alias"], [one.iri]).get(one.iri, set())}
    facts |= {known[id_].label(lang): held for id_, held in sorted(codes.items()) if id_ in known}
    rows = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(', '.join(sorted(held)[:_MOST_SHOWN]))}</dd>"
        for name, held in facts.items()
        if held
    )
    about = described(one.type, one.country, names.words(lang), lang)
    label, listed = escape(one.label), f"<dl>{rows}</dl>\n" if rows else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}">\n<head><meta charset="utf-8"><title>{label}</title></head>\n'
        f"<body>\n<h1>{label}</h1>\n<p>{escape(about)}</p>\n{listed}</body>\n</html>\n"
    )


def _thing(names: Names, id_: str) -> Candidate:
    found = with_iri(names, values.string(id_, "id", _LONGEST))
    if not found:
        raise NameUnknown("name-unknown", found=id_, suggestions="")
    return found[0]


def _page(found: Sequence[T], cursor: int) -> Sequence[T]:
    return found[max(cursor, 0) :][:_PAGE]


def _begins(labels: Iterable[str], wanted: str) -> bool:
    return any(f" {folded(label)}".find(f" {wanted}") >= 0 for label in labels)


def _entity(one: Candidate, words: Mapping[str, str], lang: str) -> dict[str, Any]:
    about = described(one.type, one.country, words, lang)
    kinds = [{"id": KINDS[one.type].id, "name": KINDS[one.type].label(lang)}] if one.type in KINDS else []
    shown = about if one.text == one.label else f"{about}; {one.text}"
    return {"id": one.iri, "name": one.label, "description": shown, "notable": kinds}


def _property(one: Property, lang: str) -> dict[str, str]:
    return {"id": one.id, "name": one.label(lang)}
