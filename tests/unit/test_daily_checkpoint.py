"""The checkpoint of the evening: the write-ahead log is cut to nothing, and nobody ever waits for that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.branch.database.store import Store
from kiosk.records.database.connect import SETTINGS
from tests.sample_day import two_days, write_down

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def log_bytes(store: Store) -> int:
    return store.files.database.with_name("branch.db-wal").stat().st_size


def test_a_checkpoint_leaves_no_write_ahead_log(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        write_down(store, two_days().recorded)
        assert log_bytes(store) > 0

        assert store.checkpoint()

        assert log_bytes(store) == 0


def test_a_reader_postpones_the_checkpoint_and_is_not_waited_for(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        write_down(store, two_days().recorded)
        reader = store.read_only()
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM journal").fetchone()

        assert not store.checkpoint()

        assert store.conn.execute("PRAGMA busy_timeout").fetchone() == (5000,)
        reader.close()
        assert store.checkpoint()


def test_the_checkpoint_gives_patience_back_wherever_it_stands_among_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(tmp_path) as store:
        monkeypatch.setattr("kiosk.branch.database.store.SETTINGS", SETTINGS[::-1])

        store.checkpoint()

        assert store.conn.execute("PRAGMA busy_timeout").fetchone() == (5000,)
