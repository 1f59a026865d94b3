"""/changes over HTTP: what came, went, was withdrawn and erased, in the release where it did, with its reason."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from invented import BASE, build, dataset, table
from reading import Page, media_type
from serving import Serving, facts, serving

ATOM: Final = "{http://www.w3.org/2005/Atom}"
ATOM_TYPE: Final = "application/atom+xml"
# When the three releases were sealed; then what was erased between the last two.
SEALED: Final = ("2027-01-15", "2027-01-20", "2027-02-10")
ERASED: Final = "2027-02-01"
WHY_ERASED: Final = "begäran <artikel 17> & radering"
PERSON: Final = f"{BASE}/id/actor/aaaaaaaaaa"
LOST: Final = "2027-01-10-aaaaaaaaaaaa"
WHY_WITHDRAWN: Final = "fel <ort> & år"
WITHDRAWN: Final = {"withdrawn_at": "2027-02-10", "withdrawn_reason": WHY_WITHDRAWN}
RANDBY: Final = {"key": "randby"}
SKOGBY: Final = {"key": "skogby", "partner": "Skogby"}


@dataclass(frozen=True)
class Told:
    """Releases built one after the other, and the server of the last."""

    ids: tuple[str, ...]
    server: Serving


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """A twinning; then one more; then the first is withdrawn, and a person and an older release were erased."""
    parent = tmp_path_factory.mktemp("changes")
    folder = dataset(parent, RANDBY)
    first = release(folder, SEALED[0])
    (folder / "claims.csv").write_text(table(RANDBY, SKOGBY), encoding="utf-8")
    second = release(folder, SEALED[1])
    (folder / "claims.csv").write_text(table(RANDBY | WITHDRAWN, SKOGBY), encoding="utf-8")
    (folder / "erased.csv").write_text(
        f"key,type,erased_on,reason\naaaaaaaaaa,actor,{ERASED},{WHY_ERASED}\n", encoding="utf-8"
    )
    third = release(folder, SEALED[2])
    graves = {LOST: {"on": ERASED, "reason": WHY_ERASED}}
    (parent / "releases/erased.json").write_text(json.dumps(graves), encoding="utf-8")
    with serving(parent / "releases") as running:
        yield Told((first, second, third), running)


def release(folder: Path, day: str) -> str:
    """Build the next release as if on a day, and return its id."""
    built = build(folder, folder.parent / "releases")
    manifest = json.loads((built / "manifest.json").read_bytes())
    (built / "manifest.json").write_text(json.dumps(manifest | {"sealedAt": f"{day}T12:00:00Z"}), encoding="utf-8")
    return built.name


def told(server: Serving, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = facts(server.get(f"/changes{query}", "application/json"))["changes"]
    return found


def kinds(server: Serving, query: str = "") -> list[str]:
    return [change["kind"] for change in told(server, query)]


def feed(server: Serving, query: str = "") -> ElementTree.Element:
    got = server.get(f"/changes{query}", ATOM_TYPE)
    assert (got.status, media_type(got)) == (200, ATOM_TYPE)
    return ElementTree.fromstring(got.body)


def texts(element: ElementTree.Element, name: str) -> list[str]:
    return [found.text or "" for found in element.iter(f"{ATOM}{name}")]


def test_the_newest_changes_come_first_each_in_its_release(served: Told) -> None:
    first, second, third = served.ids
    assert [(change["release"], change["kind"]) for change in told(served.server)] == [
        (third, "claim-withdrawn"),
        (third, "state-gone"),
        ("", "erased"),
        (LOST, "release-erased"),
        (second, "claim-added"),
        (second, "state-known"),
        (first, "first-release"),
    ]


def test_a_change_says_when_what_and_why(served: Told) -> None:
    withdrawn, _, erased, lost, added = told(served.server)[:5]
    assert (withdrawn["at"], withdrawn["reason"]) == (f"{SEALED[2]}T12:00:00Z", WHY_WITHDRAWN)
    assert (erased["at"], erased["thing"], erased["reason"]) == (f"{ERASED}T00:00:00Z", PERSON, WHY_ERASED)
    assert (lost["at"], lost["name"], lost["reason"]) == (f"{ERASED}T00:00:00Z", LOST, WHY_ERASED)
    assert (added["at"], "Skogby" in added["words"]) == (f"{SEALED[1]}T12:00:00Z", True)


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ("2027-01-01", 7),
        ("2027-01-15", 7),
        ("2027-01-16", 6),
        ("2027-01-21", 4),
        ("2027-02-01", 4),
        ("2027-02-02", 2),
        ("2027-02-11", 0),
        ("2030-01-01", 0),
    ],
)
def test_changes_since_a_day_are_those_of_that_day_and_later(served: Told, since: str, expected: int) -> None:
    assert len(told(served.server, f"?since={since}")) == expected


def test_changes_since_a_release_are_those_after_it(served: Told) -> None:
    first, second, third = (set(kinds(served.server, f"?since={id_}")) for id_ in served.ids)
    assert {"claim-added", "claim-withdrawn", "erased"} <= first
    assert "first-release" not in first
    assert {"claim-withdrawn", "erased"} <= second
    assert "claim-added" not in second
    assert "claim-withdrawn" not in third


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_feed_is_whole_and_in_the_language_of_the_reader(served: Told, lang: str) -> None:
    found = feed(served.server, f"?lang={lang}")
    ids = texts(found, "id")
    assert found.tag == f"{ATOM}feed"
    assert found.get("{http://www.w3.org/XML/1998/namespace}lang") == lang
    assert len(ids) == len(set(ids)) == 8
    assert all(urlsplit(id_).scheme and "<" not in id_ and " " not in id_ for id_ in ids)
    assert len(texts(found, "title")) == len(texts(found, "updated")) == 8
    assert all(datetime.fromisoformat(at).tzinfo for at in texts(found, "updated"))


def test_the_feed_was_updated_when_its_newest_entry_was(served: Told) -> None:
    updated = texts(feed(served.server), "updated")
    assert updated[0] == max(updated[1:])


def test_reasons_stand_in_the_feed_as_they_are(served: Told) -> None:
    assert {WHY_WITHDRAWN, WHY_ERASED} <= set(texts(feed(served.server), "summary"))


def test_the_ids_of_entries_are_the_same_whatever_is_asked_since(served: Told) -> None:
    whole, part = feed(served.server), feed(served.server, "?since=2027-02-01")
    assert set(texts(part, "id")) < set(texts(whole, "id"))


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_people_read_the_changes_on_a_page(served: Told, lang: str) -> None:
    got = served.server.get(f"/changes?lang={lang}", "text/html")
    page = Page(got)
    assert (got.status, page.lang, len(page.texts("h1"))) == (200, lang, 1)
    assert WHY_WITHDRAWN in page.text
    assert WHY_ERASED in page.text


def test_an_earlier_release_tells_what_it_told(served: Told) -> None:
    got = served.server.get(f"/release/{served.ids[0]}", "application/n-triples")
    assert (got.status, served.ids[0] in got.text) == (200, True)
    assert f"/release/{served.ids[1]}>" in served.server.get(f"/release/{served.ids[2]}", "application/n-triples").text


@pytest.mark.parametrize("path", [LOST, f"{LOST}/actor/aaaaaaaaaa"])
def test_an_erased_release_is_gone_with_its_reason(served: Told, path: str) -> None:
    got = served.server.get(f"/release/{path}")
    assert got.status == 410
    assert WHY_ERASED in facts(got)["detail"]


def test_what_was_withdrawn_is_still_told_by_the_release_before(served: Told) -> None:
    thing = next(change["thing"] for change in told(served.server) if change["kind"] == "claim-withdrawn")
    path = thing.removeprefix(f"{BASE}/id/")
    now, before = served.server.get(f"/doc/{path}"), served.server.get(f"/release/{served.ids[1]}/{path}")
    assert (now.status, before.status) == (410, 200)


@pytest.mark.parametrize("since", ["x", "2027", "2027-1-1", "2027-13-45", "%00", "2027-01-15-XYZ", "2027-02-30"])
def test_since_is_a_day_or_a_release(served: Told, since: str) -> None:
    assert served.server.get(f"/changes?since={since}").status == 400


@pytest.mark.parametrize("page", ["0", "x", "-1", "99999999"])
def test_there_is_no_such_page_of_changes(served: Told, page: str) -> None:
    assert served.server.get(f"/changes?page={page}").status == 404


def test_other_formats_of_changes_are_not_offered(served: Told) -> None:
    assert served.server.get("/changes", "text/turtle").status == 406
