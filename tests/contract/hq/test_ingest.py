"""Taking facts: each exactly once, in order, and nothing that does not fit the chain."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kiosk.branch.database.store import Store
from kiosk.hq.api import take
from kiosk.hq.ingest import NOTHING, Here, Taken, ingest, newest
from kiosk.wire.chain import NOTHING_BEFORE
from kiosk.wire.sync.answers import Accepted, Acked, Bad, Denied, Fork, Gap
from kiosk.wire.sync.upload import (
    MOST_KIND,
    OPAQUE,
    BadUpload,
    Envelope,
    StoredFact,
    Upload,
    chained,
    enclosed,
    encode,
    opened,
    pack,
)
from tests.headquarters import BRANCH, HERE, send, stored_facts
from tests.sample_day import two_days, write_down

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.hq.headquarters import Headquarters
    from kiosk.hq.store.port import Server
    from kiosk.records.connection import Connection
    from kiosk.wire.sync.answers import Answer


class Journal:
    """A journal as it is uploaded."""

    def __init__(self, epoch: bytes, facts: list[StoredFact]) -> None:
        self.epoch, self.facts = epoch, facts
        self.hashes = [NOTHING_BEFORE, *chained(epoch, NOTHING_BEFORE, facts)]

    def part(self, first: int, last: int) -> tuple[bytes, bytes, list[StoredFact]]:
        return self.epoch, self.hashes[first - 1], self.facts[first - 1 : last]


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    with Store.open(tmp_path / "branch") as store:
        write_down(store, two_days().recorded)
        return Journal(*stored_facts(store.conn))


def kept(server: Server) -> list[tuple[int, bytes, bytes]]:
    with server.read() as conn:
        rows = conn.execute("SELECT seq, id, hash FROM inbox ORDER BY seq").fetchall()
    return [(seq, bytes(key), bytes(digest)) for seq, key, digest in rows]


@pytest.mark.row("F2")
def test_facts_in_order_are_each_kept_with_the_hash_that_the_branch_has(
    server: Server, journal: Journal
) -> None:
    for first in range(1, len(journal.facts), 10):
        outcome = send(server, *journal.part(first, first + 9))
        assert isinstance(outcome, Taken)
        assert outcome.acked.hash == journal.hashes[outcome.acked.seq].hex()

    assert kept(server) == [(fact.seq, fact.id, journal.hashes[fact.seq]) for fact in journal.facts]


@pytest.mark.row("F2")
def test_what_comes_again_or_overlaps_is_kept_once(server: Server, journal: Journal) -> None:
    for first, last in ((1, 10), (1, 10), (5, 15), (2, 8), (1, 20), (20, 21)):
        assert isinstance(send(server, *journal.part(first, last)), Taken)

    assert [seq for seq, _, _ in kept(server)] == list(range(1, 22))


def test_an_old_upload_is_answered_with_all_that_is_durable(server: Server, journal: Journal) -> None:
    send(server, *journal.part(1, 30))

    again = send(server, *journal.part(1, 5))

    assert again == Taken(Acked(journal.epoch.hex(), 30, journal.hashes[30].hex()), 0, 0)


def test_facts_beyond_the_cursor_are_a_gap_and_leave_nothing(server: Server, journal: Journal) -> None:
    send(server, *journal.part(1, 10))

    outcome = send(server, *journal.part(12, 20))

    assert isinstance(outcome, Gap)
    assert (outcome.acked.seq, outcome.hq_epoch) == (10, HERE.hq_epoch)
    assert len(kept(server)) == 10


def test_an_epoch_that_headquarters_never_heard_of_must_begin_with_its_beginning(
    server: Server, journal: Journal
) -> None:
    assert send(server, *journal.part(2, 9)) == Gap(NOTHING, HERE.hq_epoch)


@pytest.mark.row("F2")
@pytest.mark.parametrize("held", [0, 5])
def test_a_journal_whose_front_was_purged_before_it_was_here_goes_on_and_the_hole_is_counted(
    server: Server, journal: Journal, held: int
) -> None:
    if held:
        send(server, *journal.part(1, held))
    epoch, before, facts = journal.part(11, 20)

    outcome = ingest(server, BRANCH, enclosed(epoch, before, facts, 0, purged=True), HERE)
    later = send(server, *journal.part(15, 30))

    assert isinstance(outcome, Taken)
    assert (outcome.acked.seq, outcome.acked.hash, outcome.new) == (20, journal.hashes[20].hex(), 10)
    assert later == Taken(Acked(journal.epoch.hex(), 30, journal.hashes[30].hex()), 10, 0)
    assert [seq for seq, _, _ in kept(server)] == [*range(1, held + 1), *range(11, 31)]
    with server.read() as conn:
        ((facts_here,),) = conn.execute("SELECT sum(seq - first + 1 - hole) FROM reached").fetchall()
    assert facts_here == held + 20


def test_a_hole_is_made_by_nothing_whose_chain_does_not_hold(server: Server, journal: Journal) -> None:
    send(server, *journal.part(1, 5))
    epoch, before, facts = journal.part(11, 20)
    upload = enclosed(epoch, before, facts, 0, purged=True)
    other = replace(upload, facts=(*upload.facts[:9], upload.facts[9]._replace(body=b"{}")))

    assert ingest(server, BRANCH, other, HERE) == Bad("chain")

    assert send(server, *journal.part(6, 10)) == Taken(Acked(epoch.hex(), 10, before.hex()), 5, 0)


def test_another_fact_at_the_same_place_is_a_fork(server: Server, journal: Journal) -> None:
    send(server, *journal.part(1, 20))
    other = [fact._replace(body=fact.body + b" ") if fact.seq == 15 else fact for fact in journal.facts]

    outcome = send(server, journal.epoch, journal.hashes[9], other[9:25])

    assert outcome == Fork(journal.epoch.hex(), 15, journal.hashes[15].hex())
    assert len(kept(server)) == 20


def test_a_fork_before_the_upload_is_found_by_the_hash_before_it(server: Server, journal: Journal) -> None:
    send(server, *journal.part(1, 20))

    outcome = send(server, journal.epoch, bytes(range(32)), journal.facts[20:25])

    assert outcome == Fork(journal.epoch.hex(), 20, journal.hashes[20].hex())


def test_an_upload_whose_last_hash_is_another_is_bad(server: Server, journal: Journal) -> None:
    epoch, before, facts = journal.part(1, 5)
    envelope = Envelope(1, epoch.hex(), 1, 5, before.hex(), bytes(32).hex(), 0)

    assert ingest(server, BRANCH, Upload(envelope, tuple(facts)), HERE) == Bad("chain")
    assert kept(server) == []


def test_a_fact_nobody_understands_is_kept_and_told(server: Server, journal: Journal) -> None:
    epoch, before, facts = journal.part(1, 4)
    facts[2] = facts[2]._replace(kind="tea_served", body=b"\xff\xfe NaN")

    outcome = send(server, epoch, before, facts)

    assert isinstance(outcome, Taken)
    assert outcome.quarantined == 1
    with server.read() as conn:
        statuses = conn.execute("SELECT status FROM inbox ORDER BY seq").fetchall()
    assert [status for (status,) in statuses] == ["kept", "kept", "quarantined", "kept"]


@pytest.mark.row("F2")
def test_a_kind_too_long_for_any_table_is_taken_opaque(
    headquarters: Headquarters, server: Server, journal: Journal
) -> None:
    epoch, before, facts = journal.part(1, 4)
    facts[3] = facts[3]._replace(kind=random.Random(4).randbytes(MOST_KIND).hex())

    def answer_to(sent: list[StoredFact]) -> Answer:
        body = pack(encode(enclosed(epoch, before, sent, 0)))
        return take(headquarters, BRANCH, body, lambda _: None)

    assert answer_to(facts) == Bad("line")
    assert kept(server) == []
    assert isinstance(answer_to([*facts[:3], facts[3].as_opaque]), Accepted)


def test_an_upload_that_the_database_refuses_for_what_is_in_it_is_bad(
    headquarters: Headquarters, server: Server, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Server, conn: Connection, *__: object) -> None:
        conn.execute("INSERT INTO judged (program) VALUES (NULL)")

    monkeypatch.setattr(type(server), "copy", refuse)
    body = pack(encode(enclosed(*journal.part(1, 4), 0)))

    assert take(headquarters, BRANCH, body, lambda _: None) == Bad("data")
    with server.read() as conn:
        assert newest(conn, BRANCH) is None


def test_an_opaque_fact_has_the_hash_it_had(server: Server, journal: Journal) -> None:
    epoch, before, facts = journal.part(1, 4)
    facts[3] = facts[3].as_opaque

    outcome = send(server, epoch, before, facts)

    assert isinstance(outcome, Taken)
    assert outcome.acked.hash == journal.hashes[4].hex()
    with server.read() as conn:
        rows = conn.execute("SELECT kind, status FROM inbox WHERE seq = 4").fetchall()
    assert rows == [(OPAQUE, "quarantined")]


def test_a_real_headquarters_takes_no_demonstration(server: Server, journal: Journal) -> None:
    real = Here(hq_epoch=1, demonstration=False, now_ms=0)

    assert send(server, *journal.part(1, 5), here=real) == Denied("demonstration")
    assert isinstance(send(server, *journal.part(1, 5)), Taken)


def test_facts_of_another_branch_are_not_taken_under_this_name(server: Server, journal: Journal) -> None:
    assert send(server, *journal.part(1, 5), branch="b2") == Denied("wrong_branch")


def test_the_newest_epoch_is_known_with_how_far_it_is(server: Server, journal: Journal) -> None:
    send(server, *journal.part(1, 7))

    with server.read() as conn:
        head = newest(conn, BRANCH)
    assert head is not None
    assert (head.place, head.first, head.seq, head.hash) == (1, 1, 7, journal.hashes[7])


def test_a_line_that_is_none_takes_back_what_was_copied_before_it(server: Server, journal: Journal) -> None:
    send(server, *journal.part(1, 10))
    lines = encode(enclosed(*journal.part(11, 40), 0)).split(b"\n")
    lines[25] = b"no fact"

    with pytest.raises(BadUpload, match="line"):
        ingest(server, BRANCH, opened(b"\n".join(lines)), HERE)

    assert [seq for seq, _, _ in kept(server)] == list(range(1, 11))


def test_facts_that_are_not_those_of_the_envelope_leave_nothing_of_a_new_epoch(
    server: Server, journal: Journal
) -> None:
    upload = enclosed(*journal.part(1, 20), 0)
    facts = [*upload.facts[:15], upload.facts[15]._replace(body=b"{}"), *upload.facts[16:]]

    assert ingest(server, BRANCH, replace(upload, facts=facts), HERE) == Bad("chain")

    assert kept(server) == []
    with server.read() as conn:
        assert newest(conn, BRANCH) is None


def test_facts_that_are_read_as_they_are_taken_are_the_same(server: Server, journal: Journal) -> None:
    upload = opened(encode(enclosed(*journal.part(1, 30), 0)))
    again = opened(encode(enclosed(*journal.part(21, 50), 0)))

    assert list(upload.facts[10:]) == journal.facts[10:30]
    assert [ingest(server, BRANCH, each, HERE) for each in (upload, again, upload)] == [
        Taken(Acked(journal.epoch.hex(), seq, journal.hashes[seq].hex()), new, 0)
        for seq, new in ((30, 30), (50, 20), (50, 0))
    ]
