"""Names of others reconciled with the things of a release, as the W3C Reconciliation Service API 0.2 has it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from lulea_kg.errors import NameUnknown
from lulea_kg.names import Names
from lulea_kg.reconcile.candidates import Candidate, candidates, once, unnamed, with_code
from lulea_kg.reconcile.kinds import KINDS, Kind
from lulea_kg.reconcile.properties import LIMIT, SCHEMES, codes_of
from lulea_kg.reconcile.questions import MOST_QUESTIONS, Question, questions
from lulea_kg.reconcile.scores import COUNTRY, Held, Scored, Wanted, ranked
from lulea_kg.spelling import folded
from lulea_kg.stores import Store
from lulea_kg.terms import MIR, code

PATH: Final = "/reconcile"
_TITLES: Final = ("Municipal international relations", "Kommuners internationella relationer")
_LIMIT_TEXTS: Final = (("Most values", "Flest värden"), ("Per thing; 0 for all", "Per sak; 0 för alla"))
_FOUND_BY: Final = ("found by", "funnen genom")
_WIDTH, _HEIGHT = 430, 300
# Codes that institutions of the European Union use in place of those of ISO 3166.
_EU: Final = {"el": "GRC", "uk": "GBR"}
# Spreadsheets drop the zeros that these codes begin with.
_DIGITS: Final = {"county": 2, "ehak": 4, "scb": 4}


def manifest(site: str, base: str, lang: str) -> dict[str, Any]:
    """Return what the service offers, for the server at `site` and things named under `base`."""
    text = int(lang == "sv")
    setting = {"name": LIMIT, "type": "number", "default": 0, "label": _LIMIT_TEXTS[0][text]}
    return {
        "versions": ["0.2"],
        "name": _TITLES[text],
        "identifierSpace": f"{base}/id/",
        "schemaSpace": MIR,
        "documentation": f"{site}/",
        "defaultTypes": [kind.as_json(lang) for kind in KINDS.values()],
        "view": {"url": f"{site}{PATH}/view?id={{{{id}}}}"},
        "preview": {"url": f"{site}{PATH}/preview?id={{{{id}}}}", "width": _WIDTH, "height": _HEIGHT},
        "suggest": {what: _service(site, what) for what in ("entity", "property", "type")},
        "extend": {
            "propose_properties": {"service_url": site, "service_path": f"{PATH}/properties"},
            "property_settings": [{**setting, "help_text": _LIMIT_TEXTS[1][text]}],
        },
        "batchSize": MOST_QUESTIONS,
    }


def batch(names: Names, store: Store, queries: object, lang: str) -> dict[str, Any]:
    """Return the candidates of each question of a batch; raise InputError for what is no batch, or too much."""
    asked = questions(queries)
    known = {COUNTRY, *names.codes(SCHEMES)}
    wanted = {id_: _wanted(names, one, known) for id_, one in asked.items()}
    found = {id_: _candidates(names, one) for id_, one in wanted.items()}
    held = _held(store, wanted, found)
    words = names.words(lang)
    return {
        id_: {
            "result": [_result(one, words, lang) for one in ranked(found[id_], wanted[id_], held)[: asked[id_].limit]]
        }
        for id_ in asked
    }


def described(type_: str, country: str, words: Mapping[str, str], lang: str) -> str:
    """Return kind and country of a thing in a language, "municipality, Sweden"; `words` are the labels of countries."""
    kind = KINDS[type_].label(lang) if type_ in KINDS else type_
    return ", ".join(part for part in (kind, words.get(country, country)) if part)


def _service(site: str, what: str) -> dict[str, str]:
    return {
        "service_url": site,
        "service_path": f"{PATH}/suggest/{what}",
        "flyout_service_url": site,
        "flyout_service_path": f"{PATH}/flyout/{what}?id=${{id}}",
    }


def _wanted(names: Names, asked: Question, known: Collection[str]) -> Wanted:
    """Return what candidates should have: "Kemi, Finland" asks for a country too, an unknown property for nothing."""
    text, given = asked.text, {id_: held for id_, held in asked.properties if id_ in known and held}
    if COUNTRY not in given and (place := text.rpartition(",")[2].strip()) and _country(names, place) and "," in text:
        text, given[COUNTRY] = text.rpartition(",")[0], (place,)
    found = {id_: frozenset(_meant(names, id_, value) for value in held) - {""} for id_, held in given.items()}
    return Wanted(text.strip(), found, asked.types, asked.strict, doubtful=not all(found.values()))


def _meant(names: Names, id_: str, value: str) -> str:
    """Return a value as things have it: a code of a country, or a code of a scheme, folded; "" for no such country."""
    if id_ == COUNTRY:
        return _country(names, value)
    found = folded(code(value) if "://" in value else value)
    return found.zfill(_DIGITS.get(id_, 0)) if found.isdecimal() else found


def _country(names: Names, text: str) -> str:
    text = code(text) if "://" in text else text
    try:
        return _EU.get(folded(text)) or code(names.country(text))
    except NameUnknown:
        return ""


def _candidates(names: Names, wanted: Wanted) -> list[Candidate]:
    """Return what the text may mean, and what has one of the codes."""
    coded = [
        unnamed(one)
        for id_, values in wanted.properties.items()
        if id_ != COUNTRY
        for value in values
        for one in with_code(names, value)
    ]
    return once([*(candidates(names, wanted.text) if wanted.text else ()), *coded])


def _held(store: Store, wanted: Mapping[str, Wanted], found: Mapping[str, Iterable[Candidate]]) -> Held:
    """Return what candidates have of the properties asked for: the store is asked once, and for codes alone."""
    held: dict[str, dict[str, set[str]]] = defaultdict(dict)
    coded = set()
    for id_, several in found.items():
        for one in several:
            held[one.iri][COUNTRY] = {one.country} - {""}
        coded |= {one.iri for one in several} if set(wanted[id_].properties) - {COUNTRY} else set()
    for iri, codes in codes_of(store, sorted(coded)).items():
        held[iri] |= {scheme: set(map(folded, values)) for scheme, values in codes.items()}
    return held


def _result(one: Scored, words: Mapping[str, str], lang: str) -> dict[str, Any]:
    thing = one.candidate
    known = described(thing.type, thing.country, words, lang)
    by = ", ".join(part for part in (thing.kind if thing.kind != "label" else "", thing.lang) if part)
    matched = f"{thing.text} ({by})" if by else thing.text
    return {
        "id": thing.iri,
        "name": thing.label,
        "description": f"{known}; {_FOUND_BY[lang == 'sv']} {matched}" if thing.how else known,
        "score": one.score,
        "match": one.match,
        "type": [{"id": kind.id, "name": kind.label(lang)} for kind in _kinds(thing.type)],
        "features": [{"id": id_, "value": value} for id_, value in one.features],
    }


def _kinds(type_: str) -> list[Kind]:
    return [KINDS[type_]] if type_ in KINDS else []
