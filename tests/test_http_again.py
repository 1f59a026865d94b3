"""What is asked again: the same answer from memory, and where it may not be the same, a new one."""

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import faces
import pytest
from addresses import document
from invented import build, dataset
from serving import Serving, facts, serving

from lulea_kg.release import ERASED

TURTLE = "text/turtle"


@pytest.fixture(scope="module")
def server() -> Iterator[Serving]:
    with serving(faces.releases()) as running:
        yield running


def test_the_time_of_day_is_that_of_each_question(server: Serving) -> None:
    path = "/sparql?query=" + quote("SELECT (NOW() AS ?now) {}")
    first, second = server.get(path), server.get(path)
    assert (first.headers["cache-control"], first.body == second.body) == ("no-store", False)


def test_a_view_of_a_day_leads_to_its_own_data(server: Serving) -> None:
    got = server.get(document("municipality") + ".html?at=2020-01-01&lang=en")
    assert f'href="{document("municipality")}.ttl?at=2020-01-01"' in got.text
    assert f"<{document('municipality')}.ttl?at=2020-01-01>" in got.headers["link"]


def test_a_view_says_that_it_is_one(server: Serving) -> None:
    got = server.get(document("municipality") + ".html?as-known=2027-01-01&lang=sv")
    assert "Detta är en vy: som det var känt den 2027-01-01." in " ".join(got.text.split())


@pytest.mark.parametrize(("view", "cell"), [("", "gällande"), ("&at=1800-01-01", "inget känt för denna dag")])
def test_a_relation_of_which_nothing_is_known_for_a_day_says_so(server: Serving, view: str, cell: str) -> None:
    page = server.get(document("municipality") + ".html?lang=sv" + view).text
    [row] = [line for line in page.split("</tr>") if ">Island</a>" in line and "/doc/cooperation/" in line]
    assert cell in row


def test_an_identifier_passes_the_day_on(server: Serving) -> None:
    thing = "/id/" + faces.paths()["municipality"]
    assert server.get(f"{thing}?at=2020-01-01").headers["location"] == document("municipality") + "?at=2020-01-01"


def test_a_part_that_a_file_does_not_have_is_told_as_a_problem(server: Serving) -> None:
    size = len(server.get("/data/concordance.csv").body)
    got = server.get("/data/concordance.csv", range=f"bytes={size}-")
    assert (got.status, got.headers["content-range"], facts(got)["status"]) == (416, f"bytes */{size}", 416)
    assert got.headers["access-control-allow-origin"] == "*"


def test_a_release_that_is_erased_is_no_longer_told_of(tmp_path: Path) -> None:
    data, releases = dataset(tmp_path), tmp_path / "releases"
    first = build(data, releases).name
    (data / "claims.csv").write_text((data / "claims.csv").read_text().replace("in-force", "ended"))
    build(data, releases)
    with serving(releases) as server:
        path = f"/release/{first}/actor/" + _actor(server)
        before = server.get(path, TURTLE).status
        (releases / ERASED).write_text(json.dumps({first: {"on": "2027-02-01", "reason": "requested"}}))
        assert (before, server.get(path, TURTLE).status) == (200, 410)


def test_a_release_that_cannot_be_opened_leaves_the_one_before_and_says_so(tmp_path: Path) -> None:
    releases = tmp_path / "releases"
    good = build(dataset(tmp_path), releases).name
    with serving(releases) as server:
        shutil.copytree(releases / good, releases / "2027-09-09-000000000000")
        (releases / "2027-09-09-000000000000/manifest.json").write_text("{}")
        (releases / "next").symlink_to("2027-09-09-000000000000")
        (releases / "next").replace(releases / "current")
        server.get("/")
        deadline = time.monotonic() + 20
        while (told := facts(server.get("/health")))["status"] != "behind":
            assert time.monotonic() < deadline, told
            time.sleep(0.05)
        assert told["release"] == good
        assert server.get("/", "text/html").status == 200
        (releases / "next").symlink_to(good)
        (releases / "next").replace(releases / "current")
        server.get("/")
        assert facts(server.get("/health"))["status"] == "ok"


def _actor(server: Serving) -> str:
    found = facts(server.get("/search?q=Exempelk%C3%B6ping", "application/json"))
    return str(next(hit["iri"] for hit in found["hits"] if "/id/actor/" in hit["iri"])).rpartition("/")[2]
