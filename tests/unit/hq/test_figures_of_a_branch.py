"""The pages of figures over a real store, behind the doors: what a branch wrote down is what people of headquarters read."""

from __future__ import annotations

import re
from contextlib import closing
from html import unescape
from typing import TYPE_CHECKING, Final

import pytest

from kiosk.branch.database.store import Store as BranchStore
from kiosk.hq.projector import Projector
from kiosk.hq.rollup import rolled_up
from kiosk.wire.chain import NOTHING_BEFORE
from tests.headquarters import BRANCH, enrolled, headquarters_in, send, stored_facts
from tests.hq_people import house_in
from tests.sample_day import two_days, write_down

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.row("H5"), pytest.mark.row("H1")]


_LAST_DAY: Final = (
    "SELECT date, max(id), count(*) FROM visit WHERE date = (SELECT max(date) FROM day) GROUP BY date"
)


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", html)))


def taken(folder: Path, journal: Path) -> tuple[str, str, int]:
    """Let a headquarters take two days of a branch; return the last date, a visit of it, and how many came."""
    with BranchStore.open(journal) as store:
        write_down(store, two_days().recorded)
        epoch, facts = stored_facts(store.conn)
    headquarters = headquarters_in(folder)
    with closing(headquarters.store):
        server = headquarters.store.server_of(BRANCH)
        enrolled(headquarters)
        send(server, epoch, NOTHING_BEFORE, facts)
        Projector(server, rolled_up).catch_up()
        with server.read() as conn:
            row = conn.execute(_LAST_DAY).fetchone()
    assert row is not None
    return row[0], row[1], row[2]


def test_a_viewer_reads_every_page_of_a_branch_that_sent_its_days(tmp_path: Path) -> None:
    date, visit, came = taken(tmp_path / "hq", tmp_path / "branch")
    paths = (
        "/",
        "/board",
        f"/branches/{BRANCH}",
        "/compare",
        "/compare.csv",
        "/trouble",
        f"/visits/{BRANCH}/{visit}",
    )
    with house_in(tmp_path / "hq", demonstration=True) as house:
        stranger, viewer = house.browser(), house.browser().signed_in(house.person("0001", "viewer"))

        turned_away = {path: stranger.get(path).status_code for path in paths}
        found = {path: viewer.get(path) for path in paths}

    assert set(turned_away.values()) == {303}
    assert {path: answer.status_code for path, answer in found.items()} == dict.fromkeys(paths, 200)
    assert f"{date[5:]} 取号 {came} " in text_of(found[f"/branches/{BRANCH}"].text)
    story = text_of(found[f"/visits/{BRANCH}/{visit}"].text)
    assert date in story
    assert "经过" in story
    assert BRANCH in found["/compare.csv"].text
