"""The graph as it was known, or as it could be known from what had been published, on an earlier day.

A view is a store in memory: the claims a day allows, and the derived layer made anew from them by the same rules. So
every query asks it the same way.
"""

from collections.abc import Callable, Iterable
from datetime import date

from pyoxigraph import NamedNode, Quad

from lulea_kg import files, rules, times
from lulea_kg.around import around
from lulea_kg.release import Release
from lulea_kg.stores import select
from lulea_kg.stores.embedded import EmbeddedStore
from lulea_kg.terms import MIR

_CLAIMS = """PREFIX mir: <https://w3id.org/munirel/def/> PREFIX prov: <http://www.w3.org/ns/prov#>
SELECT ?claim ?situation ?recordedAt ?withdrawnAt ?published ?retrievedAt WHERE {
  ?claim mir:states ?situation ; mir:recordedAt ?recordedAt ; prov:hadPrimarySource ?source .
  OPTIONAL { ?claim mir:withdrawnAt ?withdrawnAt }
  OPTIONAL { ?source mir:published ?published }
  OPTIONAL { ?source mir:retrievedAt ?retrievedAt }
}"""
_UNSPOKEN = """PREFIX mir: <https://w3id.org/munirel/def/>
SELECT DISTINCT ?relation WHERE {
  ?relation a mir:Cooperation .
  FILTER NOT EXISTS { ?situation mir:phaseOf|mir:listItem|mir:about ?relation }
}"""
_TARGETS = "SELECT ?target WHERE { <%s> <http://www.w3.org/ns/oa#hasTarget> ?target }"


def view(release: Release, as_known: date | None, published_by: date | None) -> EmbeddedStore:
    """Return a memory store of what `release` would hold had it been built on `as_known` from sources that had
    appeared by `published_by`; None sets no limit."""
    quads = (
        quad
        for quad in release.open_store().quads()
        if isinstance(quad.graph_name, NamedNode) and not rules.is_derived(quad.graph_name.value)
    )
    return _derived(quads, str(release.manifest["base"]), as_known, published_by, None)


def view_of(
    thing: str, release: Release, as_known: date | None, published_by: date | None, at: date | None
) -> EmbeddedStore:
    """Return the same of one thing and its relations alone, with `at` as the day that what is derived is about.

    Raises LimitReached for a thing of too many relations.
    """
    base = str(release.manifest["base"])
    quads = around(release.open_store().library, thing, base)
    return _derived(quads, base, as_known, published_by, at)


def _derived(
    quads: Iterable[Quad], base: str, as_known: date | None, published_by: date | None, at: date | None
) -> EmbeddedStore:
    """Return a store of quads without the claims that the days leave out, and with what is derived from the others."""
    store = EmbeddedStore()
    store.extend(quads)
    for row in list(select(store, _CLAIMS)):
        if as_known and row.get("withdrawnAt", "") > as_known.isoformat():
            _forget_withdrawal(store, row["claim"])
        if not _kept(row, as_known, published_by):
            _remove(store, row["claim"], row["situation"])
    for row in list(select(store, _UNSPOKEN)):
        store.remove(list(store.quads_about(row["relation"])))
    reference = at or rules.reference_date(store, as_known)
    for _ in rules.derive(store, base, files.shipped("ontology") / "rules", reference):
        pass
    return store


def _kept(row: dict[str, str], as_known: date | None, published_by: date | None) -> bool:
    """Tell whether a claim counts: recorded by the one day, and from a source that had appeared by the other."""
    if as_known and row["recordedAt"] > as_known.isoformat():
        return False
    if not published_by:
        return True
    # When the source appeared, not the day a claim of it speaks of; an undated source by the day it was read.
    appeared = times.said(row["published"])[1] if "published" in row else None
    return str(appeared or row.get("retrievedAt", "9999")) <= published_by.isoformat()


def _remove(store: EmbeddedStore, claim: str, situation: str) -> None:
    targets = [row["target"] for row in select(store, _TARGETS % claim)]
    for subject in (claim, situation, *targets):
        store.remove(list(store.quads_about(subject)))


def _forget_withdrawal(store: EmbeddedStore, claim: str) -> None:
    stamps: Callable[[str], bool] = (MIR + "withdrawnAt", MIR + "withdrawnReason").__contains__
    store.remove([quad for quad in store.quads_about(claim) if stamps(quad.predicate.value)])
