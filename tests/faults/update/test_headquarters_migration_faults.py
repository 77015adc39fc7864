"""A headquarters' database of any earlier release is brought up to date: cut off or without room, it is old or new."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Final

import pytest

from kiosk.hq.store import migrating as migrating_module
from kiosk.hq.store import sqlite as sqlite_module
from kiosk.hq.store.migrating import have_name, migrate
from kiosk.hq.store.schema import all_steps
from kiosk.hq.store.sqlite import SqliteServer
from kiosk.records.database.connect import BIRTH_SETTINGS, connect, set_up
from kiosk.records.database.problems import StoreProblem
from tests.faults.full_disk import fill, make_room, small_disk
from tests.killing import killed_at_each_line

LONG: Final = [pytest.mark.long, pytest.mark.timeout(3_600)]
KEY: Final = bytes(range(32))
NEWEST: Final = len(all_steps())
_PAGE_KB: Final = 4

Shape = tuple[list[str], list[tuple[str, str]], list[str]]
"""Migrations that were run, tables and indices with their words, and the name of the server, which it keeps."""


def earlier(file: Path, monkeypatch: pytest.MonkeyPatch, steps: int) -> Path:
    """Make the database of a headquarters that knew the first so many migrations; with none of them, no database."""
    if steps:
        file.parent.mkdir(parents=True, exist_ok=True)
        with closing(connect(file, KEY)) as conn, monkeypatch.context() as patched:
            set_up(conn, BIRTH_SETTINGS, file)
            patched.setattr(migrating_module, "all_steps", lambda: dict(list(all_steps().items())[:steps]))
            conn.execute("BEGIN")
            migrate(conn)
            if _has_name(conn.execute("SELECT name FROM migration").fetchall()):
                have_name(conn)
            conn.execute("COMMIT")
    return file


def _has_name(done: Sequence[tuple[str]]) -> bool:
    words = [word for (name,) in done for word in all_steps()[name]]
    return any("CREATE TABLE identity" in word for word in words)


def bring_up_to_date(file: Path) -> None:
    SqliteServer(file, KEY).close()


def shape(file: Path) -> Shape:
    if not file.exists() or file.stat().st_size == 0:
        return [], [], []
    with closing(connect(file, KEY)) as conn:
        tables = conn.execute("SELECT name, sql FROM sqlite_master WHERE sql <> '' ORDER BY name").fetchall()
        names = {name for name, _ in tables}
        done = conn.execute("SELECT name FROM migration").fetchall() if "migration" in names else []
        called = conn.execute("SELECT server FROM identity").fetchall() if "identity" in names else []
        return [name for (name,) in done], tables, [name for (name,) in called]


def assert_newest(file: Path, before: Shape) -> None:
    bring_up_to_date(file)
    after = shape(file)
    assert after[0] == list(all_steps())
    assert len(after[2]) == 1
    assert before[2] in ([], after[2])


@pytest.mark.parametrize(
    ("steps", "stride"),
    [(NEWEST // 2, 47), *(pytest.param(steps, 1, marks=LONG) for steps in range(NEWEST))],
)
def test_a_migration_killed_at_any_line_leaves_the_old_or_the_new_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: int, stride: int
) -> None:
    numbers, seen = count(), set[int]()
    before = shape(earlier(tmp_path / "before" / "hq.db", monkeypatch, steps))

    def made() -> tuple[Path]:
        return (earlier(tmp_path / str(next(numbers)) / "hq.db", monkeypatch, steps),)

    for (file,) in killed_at_each_line((migrating_module, sqlite_module), bring_up_to_date, made, stride):
        found = shape(file)
        seen.add(len(found[0]))
        assert len(found[0]) in {steps, NEWEST}
        assert found[:2] == before[:2] or len(found[0]) == NEWEST
        assert_newest(file, found)

    assert seen == {steps, NEWEST}


@pytest.mark.parametrize(
    "rooms_kb",
    [(0, 200), pytest.param(range(0, 1_600, _PAGE_KB), marks=LONG)],
    ids=["some rooms", "every page"],
)
def test_a_migration_that_finds_no_room_leaves_the_old_database_and_is_done_when_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rooms_kb: Sequence[int]
) -> None:
    refused = []

    for room_kb in rooms_kb:
        with small_disk(tmp_path / "disk", 4) as disk:
            file = earlier(disk / "hq.db", monkeypatch, NEWEST // 2)
            before = shape(file)
            (disk / "room").write_bytes(bytes(room_kb << 10))
            fill(disk)
            (disk / "room").unlink()

            try:
                bring_up_to_date(file)
            except StoreProblem as problem:
                refused.append(problem.code)

            make_room(disk)
            assert len(shape(file)[0]) in {NEWEST // 2, NEWEST}
            assert_newest(file, before)

    assert set(refused) == {"disk_full"}
