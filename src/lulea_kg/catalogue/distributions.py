"""The files of a release as a catalogue lists them: format, size, licence, checksum."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pyoxigraph import Triple

from lulea_kg.catalogue.holdings import Holding, address, own, published
from lulea_kg.catalogue.triples import TYPE, Value, about, iris, texts, typed, words
from lulea_kg.terms import DCAT, DCT

AUTHORITY: Final = "http://publications.europa.eu/resource/authority/"
MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"
_ODRS: Final = "http://schema.theodi.org/odrs#"
_SPDX: Final = "http://spdx.org/rdf/terms#"
# By suffix, the longest first: media type, code in the EU's table of file types, name.
_FORMATS: Final = {
    ".csv-metadata.json": ("application/csvm+json", "JSON", "CSV on the Web"),
    "/csv-metadata.json": ("application/csvm+json", "JSON", "CSV on the Web"),
    ".jsonld": ("application/ld+json", "JSON_LD", "JSON-LD"),
    ".nq.gz": ("application/n-quads", "RDF_N_QUADS", "N-Quads, gzip"),
    ".json": ("application/json", "JSON", "JSON"),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX", "Excel"),
    ".csv": ("text/csv", "CSV", "CSV"),
    ".rdf": ("application/rdf+xml", "RDF_XML", "RDF/XML"),
    ".ttl": ("text/turtle", "RDF_TURTLE", "Turtle"),
}
_UNKNOWN: Final = ("application/octet-stream", "", "")


def distribution(site: str, name: str) -> str:
    """Return the IRI of the distribution that a file is."""
    return own(site, f"distribution/{name}")


def dates(manifest: Mapping[str, Any]) -> Iterator[tuple[str, list[Value]]]:
    """Yield when what the release holds last changed, and when it was first published where that is known."""
    if issued := manifest.get("issued"):
        yield DCT + "issued", typed(str(issued), "date")
    yield DCT + "modified", typed(manifest["referenceDate"], "date")


def distributions(
    holding: Holding, manifest: Mapping[str, Any], sizes: Mapping[str, int], site: str
) -> Iterator[Triple]:
    """Yield the files of a part, each with its checksum, and the words its licence asks to repeat."""
    for name in holding.files:
        yield from _file(holding, name, manifest, sizes, site)
        yield from about(
            own(site, f"checksum/{name}"),
            (TYPE, iris(_SPDX + "Checksum")),
            (_SPDX + "algorithm", iris(_SPDX + "checksumAlgorithm_sha256")),
            (_SPDX + "checksumValue", typed(published(manifest)[name], "hexBinary")),
        )
    if holding.attribution:
        yield from about(
            _rights(holding, site),
            (TYPE, iris(DCT + "RightsStatement", _ODRS + "RightsStatement")),
            (_ODRS + "attributionText", texts(holding.attribution)),
        )


def _file(
    holding: Holding, name: str, manifest: Mapping[str, Any], sizes: Mapping[str, int], site: str
) -> Iterator[Triple]:
    media_type, file_type, label = _format(name)
    return about(
        distribution(site, name),
        (TYPE, iris(DCAT + "Distribution")),
        (DCT + "title", words({lang: f"{title} ({label or name})" for lang, title in holding.title.items()})),
        (DCT + "description", words(holding.description)),
        (DCAT + "accessURL", iris(address(site, name))),
        (DCAT + "downloadURL", iris(address(site, name))),
        (DCT + "format", iris(file_type and f"{AUTHORITY}file-type/{file_type}")),
        (DCAT + "mediaType", iris(MEDIA_TYPES + media_type)),
        (DCAT + "compressFormat", iris(MEDIA_TYPES + "application/gzip" if name.endswith(".gz") else "")),
        (DCAT + "byteSize", typed(sizes.get(name), "nonNegativeInteger")),
        (DCT + "license", iris(holding.licence)),
        (DCT + "rights", iris(_rights(holding, site) if holding.attribution else "")),
        *dates(manifest),
        (_SPDX + "checksum", iris(own(site, f"checksum/{name}"))),
    )


def _format(name: str) -> tuple[str, str, str]:
    return next((format_ for suffix, format_ in _FORMATS.items() if name.endswith(suffix)), _UNKNOWN)


def _rights(holding: Holding, site: str) -> str:
    return own(site, f"rights/{holding.key}")
