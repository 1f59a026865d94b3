"""The files of a release, its sitemap, its health and its style over HTTP."""

import gzip
import hashlib
from collections.abc import Iterator
from itertools import pairwise
from typing import Final
from xml.etree import ElementTree

import faces
import pytest
from reading import Page, media_type
from serving import Serving, facts, serving

DUMP: Final = "/data/dump.nq.gz"
SITEMAP: Final = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(scope="module")
def server() -> Iterator[Serving]:
    with serving(faces.releases()) as running:
        yield running


@pytest.fixture(scope="module")
def dump() -> bytes:
    return (faces.releases() / "current/dump.nq.gz").read_bytes()


# Files


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_page_of_files_has_the_size_and_digest_of_each(server: Serving, lang: str) -> None:
    page = Page(server.get("/data", "text/html", accept_language=lang))
    rows = [row for row in page.elements("tr") if row.find("td") is not None]
    told = {row.find("td/a").get("href"): (row.findall("td")[1].text, row.find(".//code").get("title")) for row in rows}
    got = {path: server.get(path) for path in told}
    assert len(told) > 20
    assert told == {path: (str(len(file.body)), hashlib.sha256(file.body).hexdigest()) for path, file in got.items()}
    assert all(file.headers["etag"] == f'"{file.headers["x-checksum-sha256"]}"' for file in got.values())


def test_the_dump_holds_every_quad(server: Serving) -> None:
    got = server.get(DUMP)
    assert (got.status, media_type(got), got.headers["accept-ranges"]) == (200, "application/gzip", "bytes")
    assert gzip.decompress(got.body).decode().splitlines() == faces.quads()


def test_head_of_a_file_has_the_headers_of_get(server: Serving, dump: bytes) -> None:
    got, head = server.get(DUMP), server.get(DUMP, method="HEAD")
    own = {"date", "x-request-id"}
    assert head.body == b""
    assert {name: value for name, value in head.headers.items() if name not in own} == {
        name: value for name, value in got.headers.items() if name not in own
    }
    assert int(head.headers["content-length"]) == len(dump)


@pytest.mark.parametrize(
    ("asked", "part"),
    [("0-9", slice(0, 10)), ("100-", slice(100, None)), ("-10", slice(-10, None)), ("5-5", slice(5, 6))],
)
def test_a_range_of_a_file_is_sent(server: Serving, dump: bytes, asked: str, part: slice) -> None:
    got = server.get(DUMP, range=f"bytes={asked}")
    assert (got.status, got.body) == (206, dump[part])
    assert got.headers["content-range"].endswith(f"/{len(dump)}")


def test_a_file_fetched_in_pieces_is_the_whole(server: Serving, dump: bytes) -> None:
    ends = [*range(0, len(dump), 30_000), len(dump)]
    pieces = [server.get(DUMP, range=f"bytes={start}-{end - 1}").body for start, end in pairwise(ends)]
    assert b"".join(pieces) == dump


def test_several_ranges_are_sent_at_once(server: Serving, dump: bytes) -> None:
    got = server.get(DUMP, range="bytes=0-9,20-29")
    assert (got.status, media_type(got)) == (206, "multipart/byteranges")
    assert dump[:10] in got.body
    assert dump[20:30] in got.body


def test_a_range_after_the_end_is_416_with_the_length(server: Serving, dump: bytes) -> None:
    got = server.get(DUMP, range=f"bytes={len(dump)}-")
    assert (got.status, got.headers["content-range"]) == (416, f"bytes */{len(dump)}")


def test_a_range_of_another_file_gives_the_whole(server: Serving, dump: bytes) -> None:
    tag = server.get(DUMP, method="HEAD").headers["etag"]
    assert server.get(DUMP, range="bytes=0-9", if_range=tag).status == 206
    assert server.get(DUMP, range="bytes=0-9", if_range='"other"').body == dump


@pytest.mark.parametrize("asked", ["x", "items=0-9", "bytes", "bytes=", "bytes=a-b", "bytes=9-0"])
def test_a_range_that_is_none_is_passed_over(server: Serving, dump: bytes, asked: str) -> None:
    got = server.get(DUMP, range=asked)
    assert (got.status, got.body) == (200, dump)


@pytest.mark.parametrize("form", ["{}", '"other", {}', "W/{}", "*"])
def test_a_file_that_the_client_has_is_not_sent_again(server: Serving, form: str) -> None:
    tag = server.get(DUMP, method="HEAD").headers["etag"]
    again = server.get(DUMP, if_none_match=form.format(tag))
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)


@pytest.mark.parametrize("name", ["actors", "claims", "cooperations"])
def test_a_table_names_its_description(server: Serving, name: str) -> None:
    got = server.get(f"/data/tables/{name}.csv")
    assert media_type(got) == "text/csv"
    assert got.headers["link"] == '<csv-metadata.json>; rel="describedby"; type="application/csvm+json"'
    described = facts(server.get("/data/tables/csv-metadata.json"))
    assert f"{name}.csv" in {table["url"] for table in described["tables"]}


@pytest.mark.parametrize(
    "name",
    [
        "store/CURRENT",
        "names.sqlite",
        "../current",
        "..%2F..%2Fetc%2Fpasswd",
        "%2Fetc%2Fpasswd",
        "dump.nq.gz/",
        "./dump.nq.gz",
        "tables",
        "nothing",
        "",
        "dump.nq.gz%00",
        "DUMP.NQ.GZ",
    ],
)
def test_nothing_else_of_the_release_or_the_machine_is_a_file(server: Serving, name: str) -> None:
    assert server.get(f"/data/{name}").status == 404


# Sitemap


def addresses(server: Serving, path: str) -> list[str]:
    got = server.get(path)
    assert (got.status, media_type(got)) == (200, "application/xml")
    found = [place.text or "" for place in ElementTree.fromstring(got.body).iter(f"{SITEMAP}loc")]
    return [address.removeprefix(f"http://127.0.0.1:{server.port}") for address in found]


def test_the_sitemap_leads_to_the_documents_of_named_things(server: Serving) -> None:
    parts = addresses(server, "/sitemap.xml")
    found = [address for part in parts for address in addresses(server, part)]
    assert {f"/doc/{faces.paths()[name]}" for name in ("municipality", "network", "source", "dataset")} <= set(found)
    assert {address: server.get(address, method="HEAD").status for address in found} == dict.fromkeys(found, 200)


@pytest.mark.parametrize("number", ["0", "2", "-1", "x", "99999999999999999999", "01", "1.5"])
def test_the_sitemap_has_no_other_parts(server: Serving, number: str) -> None:
    assert server.get(f"/sitemap/{number}.xml").status == 404


# Health and style


def test_health_names_the_release_and_is_never_kept(server: Serving) -> None:
    got = server.get("/health")
    release = str((faces.releases() / "current").readlink())
    assert facts(got) == {"status": "ok", "release": release, "workers": 2}
    assert got.headers["cache-control"] == "no-store"


def test_the_style_is_one_file_from_here(server: Serving) -> None:
    got = server.get("/static/style.css")
    assert (got.status, media_type(got)) == (200, "text/css")
    assert all(word not in got.text for word in ("@import", "url(", "http"))
    assert server.get("/static/style.css", if_none_match=got.headers["etag"]).status == 304
