"""Reports of a headquarters with several servers are those of one that has everything on one."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kiosk.hq.reports import Reports
from kiosk.hq.rollup import rolled_up
from kiosk.hq.sites import Site, enrol
from kiosk.hq.store.sqlite import SqliteServer, SqliteStore
from kiosk.records.project import project
from tests.sample_day import two_days

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kiosk.hq.store.port import Store

pytestmark = pytest.mark.row("H5")
SEEDS = {"b1": 1, "b2": 2, "b3": 3}


class TwoServers:
    """One branch on the second server, all others on the first."""

    def __init__(self, folder: Path) -> None:
        self._servers = [SqliteServer(folder / f"{name}.db", b"") for name in ("first", "second")]

    @property
    def servers(self) -> Sequence[SqliteServer]:
        return self._servers

    def server_of(self, branch: str) -> SqliteServer:
        return self._servers[branch == "b2"]

    place = server_of

    def close(self) -> None:
        for server in self._servers:
            server.close()


def fill(store: Store) -> Reports:
    """Let three branches have their days."""
    for branch, seed in SEEDS.items():
        with store.place(branch).write() as conn:
            enrol(conn, Site(branch, "enrolled", bytes([seed]) * 32, demonstration=True), 1)
            recorded = two_days(seed).recorded
            for one in recorded:
                project(conn, branch, one, guarded=False)
            rolled_up(conn, branch, recorded)
    return Reports(store)


def test_what_several_servers_say_adds_up_to_what_one_says(tmp_path: Path) -> None:
    first, last = "2026-11-01", "2026-11-30"
    with closing(SqliteStore(tmp_path / "one.db", b"")) as one, closing(TwoServers(tmp_path)) as two:
        whole, parts = fill(one), fill(two)

        assert parts.branches() == whole.branches()
        assert parts.live() == whole.live()
        assert parts.daily(first, last) == whole.daily(first, last)
        assert parts.totals(first, last) == whole.totals(first, last)
        assert parts.totals(first, last, ["b2", "b3"]) == whole.totals(first, last, ["b2", "b3"])
        assert parts.compare(["2026-11-21"]) == whole.compare(["2026-11-21"])
        assert parts.trouble(first, last) == whole.trouble(first, last)
        assert parts.visit("b2", "A1") == whole.visit("b2", "A1") is not None
        assert len(whole.daily(first, last)) == 2 * len(SEEDS)
        assert [backlog.server for backlog in parts.backlog()] == [0, 1]
