"""The previous program works on the database of the next one: expand first, take away a release later (protocol.md).

The next release is not written yet, so it is made up, as large as a release may be: every table has one more column, and
there is one more table and index. This program, which is the previous one to it, must not notice.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest
from sqlite_utils import Database

from kiosk.branch.database import schema as schema_module
from kiosk.branch.database import store as store_module
from kiosk.branch.database.journal import Journal
from kiosk.branch.database.schema import MAJOR, MINOR, UP_TO, migrate, refuse_newer
from kiosk.branch.database.store import Store
from kiosk.branch.upkeep.backup import backup
from kiosk.branch.upkeep.export import export
from kiosk.branch.upkeep.restore import restore
from kiosk.branch.upkeep.verify import verify
from kiosk.domain import facts as f
from kiosk.records.database.connect import database
from kiosk.records.database.problems import StoreProblem
from tests.checkout import TOP
from tests.daily import SIX_MS, evenings
from tests.reception import HOUR_MS

pytestmark = pytest.mark.row("G1")

LATER: Final = MAJOR * 1_000 + MINOR + 1
STATEMENT: Final = re.compile(r"INTO\s+\w+\s+(?:VALUES|SELECT)")


def expand(db: Database) -> None:
    """Do to a database what the largest next release could do."""
    tables = [name for name in db.table_names() if not name.startswith("_")]
    for table in tables:
        db.execute(f"ALTER TABLE {table} ADD COLUMN later TEXT NOT NULL DEFAULT 'later'")
    db.execute("CREATE TABLE later (id INTEGER PRIMARY KEY, note TEXT) STRICT")
    db.execute("CREATE INDEX journal_of_kind ON journal (kind, later)")
    db.execute(f"PRAGMA user_version = {LATER}")


@pytest.fixture
def next_release(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every database be born as the next release makes it."""

    def migrate_and_expand(db: Database) -> None:
        migrate(db)
        expand(db)

    monkeypatch.setattr(store_module, "migrate", migrate_and_expand)


@pytest.mark.usefixtures("next_release")
def test_a_whole_day_on_the_database_of_the_next_release_is_sound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with evenings(tmp_path, monkeypatch) as day:
        day.busy_day()
        day.go_to(SIX_MS + HOUR_MS)
        day.glance()
        assert [one.backup for one in day.happened(f.DayKept)] == ["verified"]

    report = verify(tmp_path)
    assert report.sound, report.lines
    with Store.open(tmp_path) as store:
        assert store.conn.execute("PRAGMA user_version").fetchone() == (LATER,)
        assert store.conn.execute("SELECT DISTINCT later FROM visit").fetchall() == [("later",)]


@pytest.mark.usefixtures("next_release")
def test_backup_restore_and_export_work_on_the_database_of_the_next_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    with evenings(data, monkeypatch) as day:
        day.busy_day()
    copy = backup(data, tmp_path / "copies")
    export(data, tmp_path / "tables")

    restore(copy, data)

    assert verify(data).sound
    with Store.open(data) as store:
        assert Journal(store.conn).head.epoch_seq > 1
        assert database(store.conn)["visit"].count > 0


def test_every_statement_names_the_columns_it_writes() -> None:
    places = [TOP / "kiosk" / room for room in ("branch", "records")]
    said = {
        str(file.relative_to(TOP)): found
        for place in places
        for file in place.rglob("*.py")
        if file != Path(schema_module.__file__) and (found := STATEMENT.findall(file.read_text("utf-8")))
    }

    assert said == {}


def test_a_program_says_beforehand_that_it_can_do_without_what_the_next_one_takes_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(tmp_path) as store:
        db = database(store.conn)
        db.execute(f"PRAGMA user_version = {(UP_TO + 1) * 1_000}")
        with pytest.raises(StoreProblem, match="newer"):
            refuse_newer(db, tmp_path)

        monkeypatch.setattr(schema_module, "UP_TO", UP_TO + 1)

        refuse_newer(db, tmp_path)
