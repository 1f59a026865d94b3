"""A view of one thing and its relations tells what a view of the whole graph would."""

from datetime import date

import faces
import pytest

from lulea_kg.documents import Documents
from lulea_kg.errors import LimitReached
from lulea_kg.release import Release, at
from lulea_kg.terms import MIR
from lulea_kg.views import view, view_of

NAMES = ("municipality", "local-authority", "network", "twin-town", "ended", "disputed", "claim", "source")


@pytest.fixture(scope="module")
def release() -> Release:
    return at(faces.releases())


@pytest.mark.parametrize("name", NAMES)
def test_on_the_reference_day_it_tells_what_the_release_tells(release: Release, name: str) -> None:
    thing = faces.iri(name)
    part = Documents(view_of(thing, release, None, None, None).library)
    assert part.document(thing).triples == Documents(release.open_store().library).document(thing).triples


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("days", [(None, date(2023, 1, 1)), (date(2027, 1, 1), None)], ids=["published", "known"])
def test_on_an_earlier_day_it_tells_what_the_whole_view_tells(
    release: Release, name: str, days: tuple[date | None, date | None]
) -> None:
    thing = faces.iri(name)
    part, whole = (Documents(store.library) for store in (view_of(thing, release, *days, None), view(release, *days)))
    assert states(part, thing) == states(whole, thing)


def states(documents: Documents, thing: str) -> set[str]:
    """Return what a document tells of known states, as text."""
    return {str(triple) for triple in documents.document(thing).triples if MIR + "grade" in str(triple)}


def test_at_a_day_before_the_end_a_relation_that_ended_is_not_told_as_ended(release: Release) -> None:
    ended = faces.iri("ended")
    now, then = (
        Documents(view_of(ended, release, None, None, day).library).values(ended, MIR + "standing")
        for day in (None, date(1900, 1, 1))
    )
    assert (now, then) == ([MIR + "ended"], [])


def test_a_thing_of_too_many_relations_has_no_view(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lulea_kg.around.MOST_RELATIONS", 2)
    with pytest.raises(LimitReached):
        view_of(faces.iri("municipality"), release, None, None, None)
