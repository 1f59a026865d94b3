"""What changed between two releases: claims that came, went or were withdrawn, and answers that changed."""

from collections.abc import Iterator
from typing import Any, Final

from lulea_kg.messages import text
from lulea_kg.rules import select
from lulea_kg.stores.embedded import EmbeddedStore
from lulea_kg.terms import code

_PREFIXES: Final = """PREFIX dct: <http://purl.org/dc/terms/> PREFIX mir: <https://w3id.org/munirel/def/>
PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_CLAIMS: Final = (
    _PREFIXES
    + """SELECT ?claim ?source ?withdrawn WHERE {
  ?claim mir:states ?situation ; prov:hadPrimarySource/dct:title ?source .
  OPTIONAL { ?claim mir:withdrawnReason ?withdrawn }
}"""
)
_STATES: Final = (
    _PREFIXES
    + """SELECT ?relation ?status ?grade ?disputed ?party WHERE {
  ?release mir:referenceDate ?day .
  ?state mir:ofCooperation ?relation ; mir:status ?status ; mir:grade ?grade ; mir:disputed ?disputed ; mir:from ?from .
  OPTIONAL { ?state mir:to ?to }
  FILTER(?from <= ?day && (!BOUND(?to) || ?day <= ?to))
  OPTIONAL {
    ?relation mir:hasParty|mir:counterpartTerritory ?one .
    ?one skos:prefLabel ?party
    FILTER(LANG(?party) IN ("", "en"))
  }
}"""
)


def content(store: EmbeddedStore) -> dict[str, Any]:
    """Return what two releases are compared by: claims with source and withdrawal, and states on the reference date."""
    claims = {row["claim"]: (row["source"], row.get("withdrawn", "")) for row in select(store, _CLAIMS)}
    states: dict[str, str] = {}
    parties: dict[str, set[str]] = {}
    for row in select(store, _STATES):
        states[f"{row['relation']} {code(row['status'])}"] = code(row["grade"]) + (
            " disputed" if row["disputed"] == "true" else ""
        )
        parties.setdefault(row["relation"], set()).add(row.get("party", ""))
    names = {relation: " – ".join(sorted(filter(None, found))) for relation, found in parties.items()}
    return {"claims": claims, "states": states, "names": names}


def changes(old: dict[str, Any] | None, new: dict[str, Any]) -> list[dict[str, str]]:
    """Return the changes from `old` (None: nothing) to `new`, in one order; each has kind, thing and details."""
    if old is None:
        return [{"kind": "first-release", "thing": "", "count": str(len(new["claims"]))}]
    return [*_claim_changes(old["claims"], new["claims"]), *_state_changes(old, new)]


def sentence(change: dict[str, str], lang: str) -> str:
    """Return one change as a sentence in `lang`."""
    return text("change-" + change["kind"], lang, **change)


def _claim_changes(old: dict[str, tuple[str, str]], new: dict[str, tuple[str, str]]) -> Iterator[dict[str, str]]:
    for claim in sorted(new.keys() - old.keys()):
        yield {"kind": "claim-added", "thing": claim, "source": new[claim][0]}
    for claim in sorted(old.keys() - new.keys()):
        yield {"kind": "claim-removed", "thing": claim, "source": old[claim][0]}
    for claim in sorted(old.keys() & new.keys()):
        if new[claim][1] and not old[claim][1]:
            yield {"kind": "claim-withdrawn", "thing": claim, "source": new[claim][0], "reason": new[claim][1]}


def _state_changes(old: dict[str, Any], new: dict[str, Any]) -> Iterator[dict[str, str]]:
    names = old["names"] | new["names"]
    for key in sorted(old["states"].keys() | new["states"].keys()):
        before, after = old["states"].get(key, ""), new["states"].get(key, "")
        relation, _, status = key.partition(" ")
        about = {"thing": relation, "name": names[relation], "status": status}
        if before and after and before != after:
            yield {"kind": "state-changed", **about, "before": before, "after": after}
        elif before != after:
            yield {"kind": "state-known" if after else "state-gone", **about, "before": before, "after": after}
