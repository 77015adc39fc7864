"""A database of the first release is brought up to date: killed at any line, or with a full disk, it is old or new."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Final

import pytest

from kiosk.branch.database import schema as schema_module
from kiosk.branch.database import store as store_module
from kiosk.branch.database.files import BranchFiles
from kiosk.branch.database.schema import MAJOR, MINOR, migrations, version_of
from kiosk.branch.database.store import Store
from kiosk.records import schema as records_module
from kiosk.records.database.connect import BIRTH_SETTINGS, connect, database, set_up
from kiosk.records.database.keys import load_keys, make_keys
from kiosk.records.database.problems import StoreProblem
from kiosk.records.schema import migrations as records_migrations
from tests.faults.full_disk import fill, make_room, small_disk
from tests.killing import killed_at_each_line

NEW: Final = (MAJOR, MINOR)
OLD: Final = (MAJOR, 0)


def first_release(folder: Path) -> Path:
    """Make the database that the first release made, with a trace of work in it."""
    files = BranchFiles(folder)
    keys = make_keys(files.keys)
    files.home.mkdir()
    conn = connect(files.database, keys.database)
    set_up(conn, BIRTH_SETTINGS, files.database)
    db = database(conn)
    for one in (records_migrations, migrations):
        one.apply(db, stop_before=one.pending(db)[1].name)
    db.execute("UPDATE head SET branch = 'b1'")
    db.execute(f"PRAGMA user_version = {OLD[0] * 1_000 + OLD[1]}")
    conn.close()
    return folder


def bring_up_to_date(folder: Path) -> None:
    Store.open(folder).close()


def shape(folder: Path) -> tuple[tuple[int, int], str]:
    """Return the version of a database, and everything that is in its schema."""
    files = BranchFiles(folder)
    conn = connect(files.database, load_keys(files.keys).database)
    try:
        assert conn.execute("SELECT branch FROM head").fetchall() == [("b1",)]
        rows = conn.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()
        return version_of(database(conn)), json.dumps(rows)
    finally:
        conn.close()


@pytest.fixture(scope="module")
def ends(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[tuple[int, int], str]]:
    """What a database may look like: before, and after."""
    folder = first_release(tmp_path_factory.mktemp("ends"))
    before = shape(folder)
    bring_up_to_date(folder)
    after = shape(folder)
    assert (before[0], after[0]) == (OLD, NEW)
    return [before, after]


@pytest.mark.parametrize(
    "stride", [17, pytest.param(1, marks=[pytest.mark.long, pytest.mark.timeout(1_200)])]
)
def test_a_migration_killed_at_any_line_leaves_the_old_or_the_new_database(
    tmp_path: Path, ends: list[tuple[tuple[int, int], str]], stride: int
) -> None:
    watched = (schema_module, records_module, store_module)
    seen = set()

    for (folder,) in killed_at_each_line(watched, bring_up_to_date, lambda: next(_old(tmp_path)), stride):
        found = shape(folder)
        assert found in ends
        seen.add(found[0])
        bring_up_to_date(folder)
        assert shape(folder) == ends[1]

    assert seen == {OLD, NEW}


def _old(folder: Path) -> Iterator[tuple[Path]]:
    free = next(number for number in count() if not (folder / str(number)).exists())
    (folder / str(free)).mkdir()
    yield (first_release(folder / str(free)),)


@pytest.mark.parametrize("room_kb", [0, 64, 192, 320, 512])
def test_a_migration_that_finds_no_room_leaves_the_old_database_and_is_done_when_there_is(
    tmp_path: Path, ends: list[tuple[tuple[int, int], str]], room_kb: int
) -> None:
    with small_disk(tmp_path / "disk", 2) as disk:
        first_release(disk)
        reserve = disk / "room"
        reserve.write_bytes(bytes(room_kb << 10))
        fill(disk)
        reserve.unlink()

        refused = _refused(disk)

        make_room(disk)
        assert shape(disk) == (ends[0] if refused else ends[1])
        assert refused or room_kb
        bring_up_to_date(disk)
        assert shape(disk) == ends[1]


def _refused(folder: Path) -> bool:
    """Open a database, and tell whether that was refused because the disk is full."""
    try:
        bring_up_to_date(folder)
    except StoreProblem as problem:
        return problem.code == "disk_full"
    return False
