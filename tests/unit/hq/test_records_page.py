"""The page of sealed records: it lists nothing that nobody asked for, and every listing is an act."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.hq import acts
from kiosk.hq.sealed import take
from kiosk.wire.sync.sealed import SealedRecord
from tests.hq_people import House, house_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BRANCH, DATE = "b1", "2026-11-02"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A headquarters that holds one sealed record, and one person who may open it."""
    with house_in(tmp_path) as house:
        house.person("3001", "privacy")
        record = SealedRecord("r1", DATE, "care", b"\0" * 32, b"sealed")
        take(house.headquarters.store.server_of(BRANCH), BRANCH, [record], 1)
        yield house


def searched(house: House) -> list[str]:
    found = acts.newest(house.headquarters.store, acts.Wanted(kind="records_searched"), 9)
    return [act.subject for act in found]


@pytest.mark.parametrize("query", ["", "?branch=&date=&ticket=", "?ticket=A012"])
def test_nothing_is_listed_to_whoever_named_neither_branch_nor_date(house: House, query: str) -> None:
    page = house.browser().signed_in("3001").get(f"/records{query}")

    assert page.status_code == 200
    assert DATE not in page.text
    assert searched(house) == []


@pytest.mark.parametrize(("query", "subject"), [(f"branch={BRANCH}", BRANCH), (f"date={DATE}", DATE)])
def test_what_is_listed_was_asked_for_and_is_noted(house: House, query: str, subject: str) -> None:
    page = house.browser().signed_in("3001").get(f"/records?{query}")

    assert f"<time>{DATE}</time>" in page.text
    assert searched(house) == [subject]
