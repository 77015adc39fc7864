"""One command starts headquarters with a branch that syncs to it; the same on PostgreSQL."""

from __future__ import annotations

import contextlib
import http.client
import re
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from kiosk.hq.store.postgres_store import PostgresStore
from kiosk.hq.store.sqlite import SqliteStore
from kiosk.lab.postgres import Postgres
from kiosk.lab.running import ask
from kiosk.records.database.keys import load_key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.row("F2"), pytest.mark.slow]

PATIENCE_S = 300.0


@contextlib.contextmanager
def started(folder: Path, *options: str) -> Iterator[str]:
    """Run the command as a newcomer would; give the address of the branch beside it."""
    child = subprocess.Popen(
        [
            *(sys.executable, "-m", "kiosk", "hq", "--demonstration", "--with-branch"),
            *("--data", str(folder), "--port", "0", "--until-stdin-closes", *options),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdin is not None
    try:
        said = next(
            found for line in child.stdout if (found := re.search(r"Branch: (http\S+)/reception", line))
        )
        yield said[1]
    finally:
        child.stdin.close()
        child.wait(60)
        child.stdout.close()


@pytest.fixture(params=["sqlite", "postgres"])
def urls(request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """Give the PostgreSQL servers that headquarters keeps everything on; none: SQLite."""
    if request.param == "sqlite":
        yield []
        return
    with Postgres() as postgres:
        yield [postgres.url]


def tickets_at(folder: Path, urls: list[str]) -> int:
    """Return how many visits stand in the tables of headquarters."""
    file, key = folder / "database" / "headquarters.db", folder / "keys" / "database.key"
    store = PostgresStore(urls) if urls else SqliteStore(file, load_key(key))
    with contextlib.closing(store), store.servers[0].read() as conn:
        return len(conn.execute("SELECT id FROM visit").fetchall())


def test_a_ticket_of_the_branch_beside_it_is_at_headquarters_in_a_moment(
    urls: list[str], tmp_path: Path
) -> None:
    options = [part for url in urls for part in ("--url", url)]
    with started(tmp_path, *options) as address:
        branch = http.client.HTTPConnection(address.removeprefix("http://"))
        answer = ask(branch, "issue_ticket", {"service": "deposit"}, "entrance")
        branch.close()
        deadline = time.monotonic() + PATIENCE_S
        while tickets_at(tmp_path, urls) == 0 and time.monotonic() < deadline:
            time.sleep(1)
        there = tickets_at(tmp_path, urls)

    assert answer["kind"] == "issued"
    assert there == 1
