"""The catalogue of a release: DCAT-AP-SE 3, which is DCAT-AP 3 with what the Swedish data portal asks besides.

Profiles: https://docs.dataportal.se/dcat/3.0.1/ and https://semiceu.github.io/DCAT-AP/releases/3.0.1/. Nothing is a
blank node: the portal asks for that, and each harvest then finds the same things again.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pyoxigraph import Triple

from lulea_kg.catalogue import parties
from lulea_kg.catalogue.distributions import AUTHORITY, MEDIA_TYPES, dates, distribution, distributions
from lulea_kg.catalogue.holdings import Both, Holding, holdings, own
from lulea_kg.catalogue.triples import TYPE, Value, about, iris, ntriples, texts, typed, words
from lulea_kg.datasets import LICENCES
from lulea_kg.terms import DCAT, DCT, FOAF, MIR, PREFIXES

_LABEL: Final = PREFIXES["rdfs"] + "label"
_MODEL: Final = MIR.rstrip("/")
_PROTOCOL: Final = "https://www.w3.org/TR/sparql11-protocol/"
_RESULTS: Final = iris(AUTHORITY + "file-type/SPARQLQRES")
_PUBLIC: Final = iris(AUTHORITY + "access-right/PUBLIC")
_THEMES: Final = iris(AUTHORITY + "data-theme/INTR", AUTHORITY + "data-theme/GOVE")
_LANGUAGES: Final = iris(AUTHORITY + "language/SWE", AUTHORITY + "language/ENG")
# Unless the manifest says otherwise, nobody has promised when the next release comes.
_FREQUENCY: Final = "IRREG"
_TITLE: Final[Both] = {
    "sv": "Öppna data om kommuners internationella relationer",
    "en": "Open data on municipal international relations",
}
_DESCRIPTION: Final[Both] = {
    "sv": "Vilka relationer kommuner hade en viss dag, i vilket tillstånd, och vilka ord i vilken källa som säger det.",
    "en": "Which relations municipalities had on a day, in which state, and which words in which source say so.",
}
_KEYWORDS: Final = ({"sv": "kommuner", "en": "municipalities"}, {"sv": "vänorter", "en": "twin towns"})
_SERVICE: Final[Both] = {"sv": "SPARQL-tjänst", "en": "SPARQL service"}
_ASKED: Final[Both] = {
    "sv": "Frågor i SPARQL 1.1 över hela utgåvan; tjänsten läser bara.",
    "en": "Questions in SPARQL 1.1 over the whole release; the service only reads.",
}
_FEED: Final[Both] = {"sv": "Ändringar som Atom-flöde", "en": "Changes as an Atom feed"}
_MODEL_TITLE: Final[Both] = {"sv": "Kommuners internationella relationer", "en": "Municipal international relations"}


def catalogue(manifest: Mapping[str, Any], sizes: Mapping[str, int], site: str) -> bytes:
    """Return the catalogue of a release as N-Triples.

    `manifest` is the release's, `sizes` are those of its files in bytes, `site` is the address of the server's root
    without a trailing slash. What the manifest, or a dataset in it, says under `contact` (an e-mail or web address),
    `publisherType`, `accrualPeriodicity` (codes), `language` (codes), `spatial` (IRIs) and `temporal` (start and end)
    is listed; nothing is listed in their place, save that releases come irregularly.
    """
    held = holdings(manifest, site)
    return ntriples(
        [
            *_catalogue(manifest, held, site),
            *_service(manifest, held, site),
            *_standards(),
            *parties.described(held, manifest, site),
            *(triple for holding in held for triple in _dataset(holding, manifest, site)),
            *(triple for holding in held for triple in distributions(holding, manifest, sizes, site)),
            *(triple for holding in held for triple in _feed(holding, manifest, site)),
        ]
    )


def _catalogue(manifest: Mapping[str, Any], held: Sequence[Holding], site: str) -> Iterator[Triple]:
    yield from about(
        f"{site}/catalog",
        (TYPE, iris(DCAT + "Catalog")),
        (DCT + "title", words(_TITLE)),
        (DCT + "description", words(_DESCRIPTION)),
        (DCT + "publisher", iris(parties.publisher(held[0], site))),
        # The Swedish profile: what describes the data is free of all terms, whatever holds for the data.
        (DCT + "license", iris(LICENCES["CC0-1.0"])),
        *dates(manifest),
        (DCT + "language", _LANGUAGES),
        (FOAF + "homepage", iris(f"{site}/")),
        (DCAT + "themeTaxonomy", iris(AUTHORITY + "data-theme")),
        (DCAT + "dataset", iris(*(holding.iri for holding in held))),
        (DCAT + "service", iris(own(site, "sparql"))),
    )
    yield from about(f"{site}/", (TYPE, iris(FOAF + "Document")))


def _dataset(holding: Holding, manifest: Mapping[str, Any], site: str) -> Iterator[Triple]:
    page = f"{site}/doc/dataset/{holding.iri.rpartition('/')[2]}" if holding.in_graph else f"{site}/data"
    frequency = holding.about.get("accrualPeriodicity") or manifest.get("accrualPeriodicity") or _FREQUENCY
    provenance = own(site, f"provenance/{holding.key}") if holding.attribution else ""
    yield from about(
        holding.iri,
        (TYPE, iris(DCAT + "Dataset")),
        (DCT + "title", words(holding.title)),
        (DCT + "description", words(holding.description)),
        (DCT + "identifier", texts(holding.iri)),
        (DCT + "publisher", iris(parties.publisher(holding, site))),
        (DCT + "license", iris(holding.licence)),
        *dates(manifest),
        (DCAT + "version", texts(manifest["id"])),
        (DCAT + "keyword", _keywords(holding)),
        (DCAT + "theme", _THEMES),
        (DCT + "accessRights", _PUBLIC),
        (DCT + "accrualPeriodicity", iris(f"{AUTHORITY}frequency/{frequency}")),
        (DCT + "conformsTo", iris(_MODEL)),
        (DCT + "provenance", iris(provenance)),
        (DCAT + "landingPage", iris(page)),
        (DCAT + "distribution", iris(*(distribution(site, name) for name in holding.files))),
        *_scope(holding, site),
        *parties.contact(holding, manifest, site),
    )
    yield from about(page, (TYPE, iris(FOAF + "Document")))
    if provenance:
        statement = iris(DCT + "ProvenanceStatement")
        yield from about(provenance, (TYPE, statement), (_LABEL, texts(holding.attribution)))
    if period := holding.about.get("temporal"):
        yield from about(
            own(site, f"period/{holding.key}"),
            (TYPE, iris(DCT + "PeriodOfTime")),
            (DCAT + "startDate", typed(period.get("start"), "date")),
            (DCAT + "endDate", typed(period.get("end"), "date")),
        )


def _keywords(holding: Holding) -> list[Value]:
    """Return what a part is about; reference data need not tell of twin towns."""
    known = _KEYWORDS[:1] if holding.about.get("role") == "reference" else _KEYWORDS
    return [value for keyword in known for value in words(keyword)]


def _scope(holding: Holding, site: str) -> Iterator[tuple[str, list[Value]]]:
    """Yield language, area and period where the manifest says them."""
    said = holding.about
    yield DCT + "language", iris(*(f"{AUTHORITY}language/{code}" for code in said.get("language", ())))
    yield DCT + "spatial", iris(*said.get("spatial", ()))
    yield DCT + "temporal", iris(own(site, f"period/{holding.key}") if said.get("temporal") else "")


def _service(manifest: Mapping[str, Any], held: Sequence[Holding], site: str) -> Iterator[Triple]:
    """Yield the SPARQL service, and the distribution of the whole that it is."""
    whole, service, through = held[0], own(site, "sparql"), own(site, "through-sparql")
    endpoint = iris(f"{site}/sparql")
    shared = (
        (DCT + "title", words(_SERVICE)),
        (DCT + "description", words(_ASKED)),
        (DCT + "format", _RESULTS),
        (DCT + "license", iris(whole.licence)),
    )
    yield from about(
        service,
        (TYPE, iris(DCAT + "DataService")),
        *shared,
        (DCT + "publisher", iris(parties.publisher(whole, site))),
        (DCAT + "endpointURL", endpoint),
        # The address answers with a service description when nothing is asked and RDF is accepted.
        (DCAT + "endpointDescription", endpoint),
        (DCAT + "servesDataset", iris(whole.iri, *(part.iri for part in held if part.in_graph))),
        (DCT + "conformsTo", iris(_PROTOCOL)),
        (DCT + "accessRights", _PUBLIC),
        (DCAT + "keyword", _keywords(whole)),
        (DCAT + "theme", _THEMES),
        *parties.contact(whole, manifest, site),
    )
    yield from about(whole.iri, (DCAT + "distribution", iris(through)))
    yield from about(
        through,
        (TYPE, iris(DCAT + "Distribution")),
        *shared,
        (DCAT + "accessURL", endpoint),
        (DCAT + "accessService", iris(service)),
    )


def _feed(holding: Holding, manifest: Mapping[str, Any], site: str) -> Iterator[Triple]:
    """Yield the feed as one more distribution of the changes."""
    if "changes.json" not in holding.files:
        return
    yield from about(holding.iri, (DCAT + "distribution", iris(own(site, "feed"))))
    yield from about(
        own(site, "feed"),
        (TYPE, iris(DCAT + "Distribution")),
        (DCT + "title", words(_FEED)),
        (DCT + "description", words(_FEED)),
        (DCAT + "accessURL", iris(f"{site}/changes")),
        (DCT + "format", iris(AUTHORITY + "file-type/ATOM")),
        (DCAT + "mediaType", iris(MEDIA_TYPES + "application/atom+xml")),
        (DCT + "license", iris(holding.licence)),
        *dates(manifest),
    )


def _standards() -> Iterator[Triple]:
    standard = (TYPE, iris(DCT + "Standard"))
    yield from about(_MODEL, standard, (DCT + "title", words(_MODEL_TITLE)))
    yield from about(_PROTOCOL, standard, (DCT + "title", words({"en": "SPARQL 1.1 Protocol"})))
