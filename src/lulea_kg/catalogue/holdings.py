"""What a release holds, part by part: the datasets a catalogue lists, each with its files, licence and publisher."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import quote

from lulea_kg.concordance import CONCORDANCE
from lulea_kg.datasets import LICENCES
from lulea_kg.exports.contents import TABLES
from lulea_kg.exports.csvw import METADATA
from lulea_kg.iris import mint

Both = Mapping[str, str]
ALL: Final = "all"
# The index of names: made for this program alone, and never served.
_PRIVATE: Final = ".sqlite"
_DUMP: Final = "file/dump.nq.gz"
_ONTOLOGY: Final = "ontology"
_DERIVED: Final = "derived-"
_RELATIONS: Final[Both] = {"sv": "Kommuners internationella relationer", "en": "Municipal international relations"}
_MODEL: Final[Both] = {
    "sv": "Ontologi och begrepp för kommuners internationella relationer",
    "en": "Ontology and concepts of municipal international relations",
}
_FOLLOWS: Final[Both] = {
    "sv": "Vad som följer av påståendena, enligt {licence}",
    "en": "What follows from the claims, under {licence}",
}
_OF_FILES: Final[Mapping[str, Both]] = {
    "changes.json": {"sv": "Ändringar sedan förra utgåvan", "en": "Changes since the release before"},
    "counts.json": {"sv": "Utgåvan i antal", "en": "The release in numbers"},
    METADATA: {"sv": "Alla tabeller med beskrivning", "en": "All tables with their description"},
    "report.json": {"sv": "Vad bygget av utgåvan fann", "en": "What the build of the release found"},
}
_WHOLE: Final[Both] = {
    "sv": "Hela utgåvan {id}, med referensdag {day}: påståenden, källor, belägg, ontologi och det som följer av dem. "
    "Varje del har sin licens och sin utgivare; för helheten gäller den strängaste licensen.",
    "en": "The whole of release {id}, reference date {day}: claims, sources, evidence, ontology and what follows from "
    "them. Each part has its licence and its publisher; for the whole, the strictest licence holds.",
}
_PART: Final[Both] = {
    "sv": "{title}. Del av utgåva {id} av länkade data om kommuners internationella relationer, med referensdag {day}.",
    "en": "{title}. Part of release {id} of linked data on municipal international relations, reference date {day}.",
}


@dataclass(frozen=True)
class Holding:
    """One part of a release; `key` names it within the release, `about` is what the manifest says of it.

    A part that the graph describes too has the IRI it has there.
    """

    key: str
    iri: str
    title: Both
    licence: str
    publisher: str
    attribution: str = ""
    about: Mapping[str, Any] = field(default_factory=dict)
    description: Both = field(default_factory=dict)
    files: Sequence[str] = ()

    @property
    def in_graph(self) -> bool:
        """Whether the graph holds this dataset as such."""
        return "/id/dataset/" in self.iri


def holdings(manifest: Mapping[str, Any], site: str) -> list[Holding]:
    """Return the parts of a release, the whole first; each published file is in exactly one of them."""
    files: dict[str, list[str]] = defaultdict(list)
    for name in sorted(published(manifest)):
        files[_part(name)].append(name)
    whole = _whole(manifest, site)
    datasets = [_dataset(manifest, about) for about in manifest["datasets"]]
    known = {_DUMP, *(dataset.key for dataset in datasets)}
    others = [_other(manifest, whole, key, site) for key in files if key not in known]
    return [
        replace(held, files=files.get(held.key, ()), description=_description(held, manifest))
        for held in (whole, *datasets, *others)
    ]


def published(manifest: Mapping[str, Any]) -> dict[str, str]:
    """Return the files of a release that anyone may fetch, each with its SHA-256."""
    return {name: digest for name, digest in manifest["files"].items() if not name.endswith(_PRIVATE)}


def address(site: str, name: str) -> str:
    """Return where a file of the release is fetched.

    >>> address("https://kommun.example", "datasets/räddning.ttl")
    'https://kommun.example/data/datasets/r%C3%A4ddning.ttl'
    """
    return f"{site}/data/{quote(name)}"


def own(site: str, name: str) -> str:
    """Return the IRI of something that only the catalogue speaks of."""
    return f"{site}/catalog#{quote(name)}"


def _part(name: str) -> str:
    """Return the key of the part that a file belongs to; only that of a dataset has no slash."""
    folder, _, file = name.rpartition("/")
    if folder == "datasets":
        return file.rpartition(".")[0]
    if folder == "tables":
        return f"table/{file.removesuffix('.csv')}"
    return "table/concordance" if name.startswith("concordance.csv") else f"file/{name}"


def _whole(manifest: Mapping[str, Any], site: str) -> Holding:
    licence = max((about["licence"] for about in manifest["datasets"]), key=_rank, default="")
    return Holding(_DUMP, own(site, ALL), _RELATIONS, licence, _publisher(manifest), _owed(manifest, licence), manifest)


def _dataset(manifest: Mapping[str, Any], about: Mapping[str, Any]) -> Holding:
    name = about["name"]
    iri = _dataset_iri(manifest, name)
    return Holding(name, iri, about["title"], about["licence"], about["publisher"], about["attribution"], about)


def _other(manifest: Mapping[str, Any], whole: Holding, key: str, site: str) -> Holding:
    """Return a part that is no dataset of the manifest: ontology, derived graphs, tables, further files."""
    iri, title = own(site, key), _title(key)
    if key == _ONTOLOGY:
        return Holding(key, iri, title, LICENCES["CC0-1.0"], whole.publisher)
    if licence := LICENCES.get(key.removeprefix(_DERIVED), ""):
        return Holding(key, iri, title, licence, whole.publisher, _owed(manifest, licence))
    if "/" in key:
        return Holding(key, iri, title, whole.licence, whole.publisher, whole.attribution)
    # A dataset that came in a dump: its graph says more of it than the manifest.
    return Holding(key, _dataset_iri(manifest, key), title, "", whole.publisher)


def _title(key: str) -> Both:
    if key == _ONTOLOGY:
        return _MODEL
    if key.startswith(_DERIVED):
        return {lang: text.format(licence=key.removeprefix(_DERIVED)) for lang, text in _FOLLOWS.items()}
    kind, _, name = key.rpartition("/")
    titles = {table.name: table.title for table in (*TABLES, CONCORDANCE)}
    if kind == "table" and name in titles:
        return {"sv": f"{titles[name][1]} (tabell)", "en": f"{titles[name][0]} (table)"}
    return _OF_FILES.get(name, dict.fromkeys(("sv", "en"), name))


def _description(held: Holding, manifest: Mapping[str, Any]) -> Both:
    """Return what the manifest says a part is, else its title and of which release it is part."""
    if given := held.about.get("description"):
        return dict(given)
    text = _WHOLE if held.key == _DUMP else _PART
    facts = {"id": manifest["id"], "day": manifest["referenceDate"]}
    return {lang: text[lang].format(title=held.title[lang], **facts) for lang in ("sv", "en")}


def _dataset_iri(manifest: Mapping[str, Any], name: str) -> str:
    """Return the IRI that the graph gives a dataset: under its own base, which its named graph tells."""
    key = mint("dataset", name)
    end = f"/graph/dataset/{key}"
    bases = sorted(graph.removesuffix(end) for graph in manifest["graphs"] if graph.endswith(end))
    return f"{[*bases, manifest['base']][0]}/id/dataset/{key}"


def _publisher(manifest: Mapping[str, Any]) -> str:
    """Return who publishes the release: who the manifest says, else the publisher of most of its relations."""
    if "publisher" in manifest:
        return str(manifest["publisher"])
    described = manifest["datasets"]
    names = [d["publisher"] for d in described if d["role"] == "relations"] or [d["publisher"] for d in described]
    counted = Counter(map(str, names))
    return min(counted, key=lambda name: (-counted[name], name), default="")


def _owed(manifest: Mapping[str, Any], licence: str) -> str:
    """Return the words that the datasets up to a licence ask for, each once."""
    asked = [d["attribution"].split("; ") for d in manifest["datasets"] if _rank(d["licence"]) <= _rank(licence)]
    return "; ".join(dict.fromkeys(words for several in asked for words in several if words))


def _rank(licence: str) -> int:
    """Return how strict a licence is; one that is not known is stricter than all."""
    known = list(LICENCES.values())
    return known.index(licence) if licence in known else len(known)
