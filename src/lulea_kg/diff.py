"""What changed between two releases: claims that came, went or were withdrawn, and answers that changed."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from lulea_kg.messages import text
from lulea_kg.stores import select
from lulea_kg.stores.embedded import EmbeddedStore
from lulea_kg.terms import code
from lulea_kg.times import BY_UNDATED, in_words

_PREFIXES: Final = """PREFIX dct: <http://purl.org/dc/terms/> PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_CLAIMS: Final = (
    _PREFIXES
    + """SELECT ?claim ?source ?withdrawn ?type ?relation ?status ?kind WHERE {
  ?claim mir:states ?situation ; prov:hadPrimarySource/dct:title ?source .
  ?situation a ?type .
  OPTIONAL { ?claim mir:withdrawnReason ?withdrawn }
  OPTIONAL { ?situation mir:phaseOf ?relation ; mir:status ?status ; mir:kind ?kind }
}"""
)
_STATES: Final = (
    _PREFIXES
    + """SELECT ?relation ?status ?grade ?disputed ?lastConfirmed WHERE {
  ?release mir:referenceDate ?day .
  ?state mir:ofCooperation ?relation ; mir:status ?status ; mir:grade ?grade ; mir:disputed ?disputed ; mir:from ?from .
  OPTIONAL { ?state mir:to ?to }
  FILTER(?from <= ?day && (!BOUND(?to) || ?day <= ?to))
  OPTIONAL { ?state mir:lastConfirmed ?lastConfirmed }
}"""
)
_NAMES: Final = (
    _PREFIXES
    + """SELECT DISTINCT ?relation ?name WHERE {
  ?relation mir:hasParty|mir:counterpartTerritory ?party .
  ?party skos:prefLabel ?name
  FILTER(LANG(?name) IN ("", "en"))
} ORDER BY ?relation ?name"""
)
Change = dict[str, str]


def content(store: EmbeddedStore) -> dict[str, Any]:
    """Return what two releases are compared by: claims, states on the reference date, and names of relations."""
    names: dict[str, str] = {}
    for row in select(store, _NAMES):
        known = names.get(row["relation"])
        names[row["relation"]] = f"{known} – {row['name']}" if known else row["name"]
    claims = {row.pop("claim"): _said(row, names) for row in select(store, _CLAIMS)}
    states = {f"{row['relation']} {code(row['status'])}": _state(row) for row in select(store, _STATES)}
    return {"claims": claims, "states": states, "names": names}


def changes(old: dict[str, Any] | None, new: dict[str, Any]) -> list[Change]:
    """Return the changes from `old` (None: nothing) to `new`, in one order; values are codes, texts and IRIs."""
    if old is None:
        return [{"kind": "first-release", "count": str(len(new["claims"]))}]
    return [*_claim_changes(old["claims"], new["claims"]), *_state_changes(old, new)]


def sentence(change: Change, lang: str, words: Mapping[str, str]) -> str:
    """Return one change as a sentence in `lang`; `words` are the labels of codes."""
    spoken = dict(change)
    for name in ("about", "before", "after", "status"):
        if name in change:
            spoken[name] = ", ".join(words.get(part, part) for part in change[name].split(", "))
    for name in ("before", "after"):
        if name in change:
            said = change.get(name + "Confirmed", "")
            spoken[name] = spoken[name].replace("{date}", in_words(said, lang) if said else BY_UNDATED[lang])
    return text("change-" + change["kind"], lang, **spoken)


def _said(row: dict[str, str], names: Mapping[str, str]) -> Change:
    """Return what a claim says, in codes: of which relation, and kind and status, or the type of its situation."""
    about = [code(row["kind"]), code(row["status"])] if "relation" in row else [code(row["type"])]
    relation = names.get(row.get("relation", ""), "")
    facts = {"source": row["source"], "about": ", ".join(filter(None, [relation, *about]))}
    return facts | ({"reason": row["withdrawn"]} if "withdrawn" in row else {})


def _state(row: dict[str, str]) -> tuple[str, str]:
    disputed = ", disputed" if row["disputed"] == "true" else ""
    return code(row["grade"]) + disputed, row.get("lastConfirmed", "")


def _claim_changes(old: dict[str, Change], new: dict[str, Change]) -> Iterator[Change]:
    for claim in sorted(new.keys() - old.keys()):
        yield {"kind": "claim-added", "thing": claim, **new[claim]}
    for claim in sorted(old.keys() - new.keys()):
        yield {"kind": "claim-removed", "thing": claim, **old[claim]}
    for claim in sorted(old.keys() & new.keys()):
        if "reason" in new[claim] and "reason" not in old[claim]:
            yield {"kind": "claim-withdrawn", "thing": claim, **new[claim]}


def _state_changes(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    names = old["names"] | new["names"]
    for key in sorted(old["states"].keys() | new["states"].keys()):
        before, after = old["states"].get(key, ("", "")), new["states"].get(key, ("", ""))
        if before == after:
            continue
        kind = "state-changed" if before[0] and after[0] else "state-known" if after[0] else "state-gone"
        relation, _, status = key.partition(" ")
        about = {"kind": kind, "thing": relation, "name": names[relation], "status": status}
        yield {
            **about,
            **({"before": before[0], "beforeConfirmed": before[1]} if before[0] else {}),
            **({"after": after[0], "afterConfirmed": after[1]} if after[0] else {}),
        }
