"""Whether a database that forgot facts is recognised, so that branches send them again."""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kiosk.branch.database.store import Store as BranchStore
from kiosk.hq.marks import Marks
from kiosk.hq.store.port import StoreBusy
from kiosk.wire.chain import NOTHING_BEFORE
from tests.headquarters import HERE, send, stored_facts
from tests.sample_day import two_days, write_down

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kiosk.hq.ingest import Here
    from kiosk.hq.store.port import Server, Store
    from kiosk.records.connection import Connection
    from kiosk.wire.sync.upload import StoredFact


@pytest.fixture
def facts(tmp_path: Path) -> tuple[bytes, list[StoredFact]]:
    with BranchStore.open(tmp_path / "branch") as store:
        write_down(store, two_days().recorded)
        return stored_facts(store.conn)


def start(keys: Path, store: Store, *, restored: bool = False) -> int:
    """Start headquarters, stop it again, and return its epoch."""
    with closing(Marks(keys, store, restored=restored)) as marks:
        return marks.epoch


def taking(marks: Marks) -> Here:
    return replace(HERE, taken=marks.taken)


def forget(server: Server, seq: int) -> None:
    """Bring the database back to how it was at an earlier moment of this run."""
    with server.write() as conn:
        conn.execute("DELETE FROM inbox WHERE seq > :seq", {"seq": seq})
        conn.execute("UPDATE reached SET seq = :seq", {"seq": seq})


def test_the_epoch_stays_while_nothing_is_brought_back(tmp_path: Path, store: Store) -> None:
    assert [start(tmp_path, store) for _ in range(3)] == [1, 1, 1]


@pytest.mark.row("F2")
def test_a_database_that_forgot_facts_since_it_was_last_started_raises_the_epoch(
    tmp_path: Path, server: Server, store: Store, facts: tuple[bytes, list[StoredFact]]
) -> None:
    with closing(Marks(tmp_path, store)) as marks:
        send(server, facts[0], NOTHING_BEFORE, facts[1][:30], here=taking(marks))

    forget(server, 20)

    assert [start(tmp_path, store), start(tmp_path, store)] == [2, 2]


@pytest.mark.row("F2")
def test_facts_of_which_nobody_knew_whether_they_were_taken_are_missed_in_a_backup_too(
    tmp_path: Path,
    server: Server,
    store: Store,
    facts: tuple[bytes, list[StoredFact]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    @contextmanager
    def lost_after_the_commit(_: Server) -> Iterator[Connection]:
        with write() as conn:
            yield conn
        raise StoreBusy

    write = server.write
    with closing(Marks(tmp_path, store)) as marks:
        with monkeypatch.context() as patch:
            patch.setattr(type(server), "write", lost_after_the_commit)
            with pytest.raises(StoreBusy):
                send(server, facts[0], NOTHING_BEFORE, facts[1][:30], here=taking(marks))
        send(server, facts[0], NOTHING_BEFORE, facts[1][:30], here=taking(marks))

    forget(server, 20)

    assert start(tmp_path, store) == 2


def test_facts_that_come_twice_count_once(
    tmp_path: Path, server: Server, store: Store, facts: tuple[bytes, list[StoredFact]]
) -> None:
    with closing(Marks(tmp_path, store)) as marks:
        for _ in range(3):
            send(server, facts[0], NOTHING_BEFORE, facts[1][:30], here=taking(marks))

    assert start(tmp_path, store) == 1


def test_a_database_of_an_earlier_start_raises_the_epoch(tmp_path: Path, store: Store) -> None:
    start(tmp_path, store)
    with store.servers[0].write() as conn:
        (before,) = conn.execute("SELECT run FROM identity").fetchone() or ("",)
    start(tmp_path, store)
    with store.servers[0].write() as conn:
        conn.execute("UPDATE identity SET run = :run", {"run": before})

    assert start(tmp_path, store) == 2


@pytest.mark.parametrize("mark", [b"", b"\xff", b"a b c", None])
def test_a_mark_that_is_lost_or_damaged_counts_as_a_backup(
    tmp_path: Path, store: Store, mark: bytes | None
) -> None:
    start(tmp_path, store)
    (file,) = (tmp_path / "marks").iterdir()
    if mark is None:
        file.unlink()
    else:
        file.write_bytes(mark)

    assert start(tmp_path, store) == 2


def test_a_person_may_say_that_it_was_brought_back(tmp_path: Path, store: Store) -> None:
    start(tmp_path, store)

    assert [start(tmp_path, store, restored=True), start(tmp_path, store)] == [2, 2]
