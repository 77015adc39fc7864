"""What goes into one upload: consecutive facts of one epoch, as many as fit, and nothing that is not what was chained."""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kiosk.branch.database.anchor import Anchor, save_anchor
from kiosk.branch.database.forking import fork
from kiosk.branch.database.journal import Journal
from kiosk.branch.database.store import Store
from kiosk.branch.upload.packing import Packer, packed
from kiosk.branch.upload.reading import Damaged, Stretch, stretch_from
from kiosk.branch.upload.standing import place_at
from kiosk.records.database.problems import StoreProblem
from kiosk.wire.sync.answers import Acked
from kiosk.wire.sync.upload import (
    MOST_COMPRESSED,
    MOST_EXPANDED,
    StoredFact,
    chained,
    decode,
    unpack,
)
from tests.sample_day import two_days, write_down

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.branch.upload.packing import Packed


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as store:
        write_down(store, two_days().recorded)
        yield store


def test_an_upload_holds_the_facts_as_they_are_stored_and_ends_in_the_stored_hash(store: Store) -> None:
    stretch = stretch_from(store.conn, 11, 40)
    assert stretch is not None

    one = packed(stretch, opaque=False)

    upload = decode(unpack([one.body]))
    rows = store.conn.execute(
        "SELECT seq, id, kind, version, at, body, commitment FROM journal WHERE seq BETWEEN 11 AND 50"
    ).fetchall()
    assert [tuple(fact) for fact in upload.facts] == rows
    assert (one.sent.first, one.sent.last, one.sent.count) == (11, 50, 40)
    ((ours,),) = store.conn.execute("SELECT hash FROM journal WHERE seq = 50").fetchall()
    assert one.sent.last_hash == upload.envelope.last == ours.hex()


def test_an_upload_ends_with_its_epoch(store: Store) -> None:
    with store.write() as conn:
        fork(conn, 30, "00000000-0000-7000-8000-000000000001")

    before, behind = stretch_from(store.conn, 1, 1_000), stretch_from(store.conn, 31, 1_000)

    assert before is not None
    assert behind is not None
    assert (before.facts[-1].seq, behind.facts[0].seq) == (30, 31)
    assert (behind.before, behind.epoch.hex()) == (before.last, Journal(store.conn).head.epoch)


def test_behind_the_last_fact_there_is_nothing_to_send(store: Store) -> None:
    assert stretch_from(store.conn, Journal(store.conn).head.seq + 1, 1_000) is None


def test_what_was_purged_is_not_sent_again_and_its_end_still_has_a_place(store: Store) -> None:
    ((epoch, digest),) = store.conn.execute("SELECT epoch, hash FROM journal WHERE seq = 40").fetchall()
    with store.write() as conn:
        save_anchor(conn, Anchor(40, epoch, digest, "2026-11-22"))
        conn.execute("DELETE FROM journal WHERE seq <= 40")

    stretch = stretch_from(store.conn, 1, 10)

    assert stretch is not None
    assert (stretch.facts[0].seq, stretch.before) == (41, digest)
    assert place_at(store.conn, 40) == Acked(epoch.hex(), 40, digest.hex())
    assert place_at(store.conn, 39) is None


def test_a_missing_or_changed_fact_is_never_sent(store: Store) -> None:
    with store.write() as conn:
        conn.execute("UPDATE journal SET body = x'7b7d' WHERE seq = 20")
        conn.execute("DELETE FROM journal WHERE seq = 60")
    changed = stretch_from(store.conn, 15, 10)
    assert changed is not None

    with pytest.raises(Damaged):
        packed(changed, opaque=False)
    with pytest.raises(Damaged, match="60"):
        stretch_from(store.conn, 60, 10)


def test_a_single_fact_can_travel_so_that_nobody_need_read_it(store: Store) -> None:
    stretch = stretch_from(store.conn, 12, 1)
    assert stretch is not None

    one = packed(stretch, opaque=True)

    (fact,) = decode(unpack([one.body])).facts
    assert (fact.kind, fact.id, fact.part) == ("opaque", b"", stretch.facts[0].part)
    assert (one.sent.opaque, one.sent.last_hash) == (True, stretch.last.hex())


@pytest.mark.parametrize(
    ("count", "body"), [(60, os.urandom(40_000)), (400, b" " * 40_000)], ids=["dense", "hollow"]
)
def test_what_is_too_large_for_one_upload_is_halved_until_it_fits(count: int, body: bytes) -> None:
    bodies = (bytes([seq % 251]) + os.urandom(8) + body[9:] for seq in range(count))
    facts = tuple(StoredFact(seq, bytes(16), "note", 1, 5, one) for seq, one in enumerate(bodies, 1))
    stretch = Stretch(bytes(8), bytes(32), facts, chained(bytes(8), bytes(32), facts)[-1])

    one = packed(stretch, opaque=False)

    assert 1 < one.sent.count < count
    assert len(one.body) <= MOST_COMPRESSED
    assert len(unpack([one.body])) <= MOST_EXPANDED


def test_a_problem_of_the_disk_travels_between_processes() -> None:
    problem = pickle.loads(pickle.dumps(StoreProblem("disk_full", Path("/data"), "no room")))  # noqa: S301 - our own

    assert (problem.code, problem.path, problem.detail) == ("disk_full", Path("/data"), "no room")


def test_the_packing_process_gives_way_comes_back_when_killed_and_says_what_is_damaged(
    store: Store, tmp_path: Path
) -> None:
    async def work() -> list[Packed | None]:
        packer = Packer(tmp_path)
        try:
            first = await packer.pack(1, 5, opaque=False)
            (process,) = packer._pool._processes.values()  # type: ignore[union-attr]  # noqa: SLF001
            assert process.pid is not None
            assert os.getpriority(os.PRIO_PROCESS, process.pid) == 19
            os.kill(process.pid, signal.SIGKILL)
            again = await packer.pack(1, 5, opaque=False)
            with store.write() as conn:
                conn.execute("DELETE FROM journal WHERE seq = 6")
            with pytest.raises(Damaged):
                await packer.pack(6, 5, opaque=False)
        finally:
            await packer.stop()
        return [first, again]

    first, again = asyncio.run(work())

    assert first is not None
    assert again is not None
    assert first.sent == again.sent
