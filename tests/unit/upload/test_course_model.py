"""A branch and a headquarters that lose answers, are restored and cloned: in the end every fact is there exactly once."""

from __future__ import annotations

import random
import shutil
import tempfile
import uuid
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.branch.upload.course import Course, Moment, Sent, after, named_in
from kiosk.branch.upload.standing import Standing
from kiosk.branch.upload.unknown import Unknown
from kiosk.domain.facts import EpochStarted
from kiosk.hq.ingest import Here, Taken, ingest
from kiosk.hq.store.sqlite import SqliteServer
from kiosk.wire.chain import NOTHING_BEFORE, hash_of
from kiosk.wire.codec import encode_body
from kiosk.wire.sync.answers import Accepted, Acked, Bad, Busy, Receipt
from kiosk.wire.sync.upload import BadUpload, StoredFact, decode, enclosed, encode
from tests.faults.harness import LONG

if TYPE_CHECKING:
    from kiosk.wire.sync.answers import Answer

KEY = Ed25519PrivateKey.generate()


class Disk:
    """What a branch has on its disk: the chain, and how it stands with headquarters."""

    def __init__(self) -> None:
        self.facts: list[tuple[bytes, StoredFact, bytes]] = []
        self.standing = Standing("hq")
        self._begin("born", b"", 0, b"")

    def copy(self) -> Disk:
        other = object.__new__(Disk)
        other.facts, other.standing, other.epoch = list(self.facts), self.standing, self.epoch
        return other

    def place(self, seq: int) -> Acked | None:
        if not 1 <= seq <= len(self.facts):
            return None
        epoch, _, digest = self.facts[seq - 1]
        return Acked(epoch.hex(), seq, digest.hex())

    def before(self, seq: int) -> bytes:
        return self.facts[seq - 2][2] if seq > 1 else NOTHING_BEFORE

    def write(self, kind: str, body: bytes, key: bytes = b"") -> None:
        seq = len(self.facts) + 1
        fact = StoredFact(seq, key or uuid.uuid4().bytes, kind, 1, 5, body)
        self.facts.append((self.epoch, fact, hash_of(self.epoch, seq, self.before(seq), fact.part)))

    def _begin(self, why: str, epoch: bytes, seq: int, digest: bytes) -> None:
        self.epoch = uuid.uuid4().bytes[:8]
        told = EpochStarted("b1", why, True, epoch.hex(), seq, digest.hex())  # type: ignore[arg-type]  # noqa: FBT003
        self.write("epoch_started", encode_body("", "system", "branch", told))

    def restored(self) -> None:
        epoch, fact, digest = self.facts[-1]
        self._begin("restored", epoch, fact.seq, digest)

    def fork(self, common: int) -> None:
        tail, self.facts = self.facts[common:], self.facts[:common]
        epoch, fact, digest = self.facts[-1]
        self._begin("forked", epoch, fact.seq, digest)
        for _, one, _ in tail:
            self.write(one.kind, one.body, one.id)


class World:
    """A branch, its headquarters, and what may befall them."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.disk, self.snapshot = Disk(), Disk()
        self.course = Course(self.disk.standing)
        self.snapshot = self.disk.copy()
        self.folder, self.hq_epoch = folder, 1
        self.server = SqliteServer(folder / "hq.db", b"")
        with self.server.write() as conn:
            named = {"branch": "b1", "key": bytes(32)}
            conn.execute(
                "INSERT INTO site (branch, state, key, demonstration, enrolled_ms, changed_ms)"
                " VALUES (:branch, 'enrolled', :key, 1, 1, 1)",
                named,
            )
        self.back_up_headquarters()

    # What happens at the branch

    def write(self) -> None:
        for _ in range(self.chance.choice((1, 3, 40))):
            kind = "a\0b" if self.chance.random() < 0.02 else "note"
            self.disk.write(kind, self.chance.choice((b"{}", b"a\nb", b"\xff")))

    def keep_snapshot(self) -> None:
        self.snapshot = self.disk.copy()

    def put_snapshot_back(self) -> None:
        self.disk = self.snapshot.copy()
        self.restart()

    def forget_a_day(self) -> None:
        """A disk is put back as it was before headquarters heard more: other facts come to stand under the same numbers."""
        before = self.disk.copy()
        self.write()
        self.sync()
        self.snapshot = before
        self.chance.choice((self.put_snapshot_back, self.restore_snapshot))()
        self.write()

    def restore_snapshot(self) -> None:
        self.put_snapshot_back()
        self.disk.restored()

    def restart(self) -> None:
        self.course = Course(self.disk.standing)

    # What happens at headquarters

    def back_up_headquarters(self) -> None:
        self.server.close()
        shutil.copy(self.folder / "hq.db", self.folder / "backup.db")
        self.server = SqliteServer(self.folder / "hq.db", b"")

    def restore_headquarters(self) -> None:
        self.server.close()
        shutil.copy(self.folder / "backup.db", self.folder / "hq.db")
        self.server, self.hq_epoch = SqliteServer(self.folder / "hq.db", b""), self.hq_epoch + 1

    # What happens between them

    def sync(self) -> None:
        for _ in range(self.chance.randint(1, 6)):
            self.ask()

    def sync_badly(self) -> None:
        for _ in range(self.chance.randint(1, 4)):
            self.ask(self.chance.choice(("lost", "answer lost", "busy", "")))

    def ask(self, fault: str = "") -> bool:
        """Send what is next; tell whether there was anything."""
        first = self.course.first
        rows = self.disk.facts[
            first - 1 : first - 1 + (1 if self.course.opaque else min(self.course.batch, 30))
        ]
        rows = [row for row in rows if row[0] == rows[0][0]]
        if not rows:
            return False
        facts = [row[1].as_opaque if self.course.opaque else row[1] for row in rows]
        before = self.disk.before(first)
        sent = Sent(
            rows[0][0].hex(), first, facts[-1].seq, before.hex(), rows[-1][2].hex(), self.course.opaque
        )
        answer: Answer | Unknown = Unknown("no_link")
        if fault == "busy":
            answer = Busy(1)
        elif fault != "lost":
            told = self.take(encode(enclosed(rows[0][0], before, facts, 0)))
            answer = Unknown("cut") if fault == "answer lost" else told
        ours = self.disk.place(named_in(answer))
        step = after(answer, self.course, Moment(sent, ours, self.chance.random(), 1))
        if step.fork:
            self.disk.fork(step.fork)
            common = self.disk.place(step.fork)
            assert common is not None
            step = replace(
                step, course=replace(step.course, standing=replace(step.course.standing, acked=common))
            )
        self.course = step.course
        self.disk.standing = self.course.standing
        return True

    def take(self, lines: bytes) -> Answer:
        try:
            taken = ingest(
                self.server, "b1", decode(lines), Here(self.hq_epoch, demonstration=True, now_ms=1)
            )
        except BadUpload as bad:
            return Bad(bad.code)
        if not isinstance(taken, Taken):
            return taken
        return Accepted(Receipt.signed(KEY, "k", "b1", taken.acked, self.hq_epoch), taken.quarantined)

    def drain(self) -> None:
        for _ in range(2_000):
            if not self.ask():
                return
        raise AssertionError(self.course)


EVENTS = [
    World.write, World.forget_a_day, World.sync, World.sync_badly, World.restart, World.keep_snapshot,
    World.put_snapshot_back, World.restore_snapshot, World.back_up_headquarters, World.restore_headquarters,
]  # fmt: skip


@pytest.mark.row("F2")
@settings(max_examples=1_000 if LONG else 40, deadline=None)
@given(events=st.lists(st.sampled_from(EVENTS), min_size=4, max_size=16), seed=st.integers(0, 1 << 32))
def test_every_fact_of_the_branch_is_at_headquarters_exactly_once_whatever_happened(
    events: list[object], seed: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder), seed)
        for event in events:
            event(world)  # type: ignore[operator]
        world.write()

        world.drain()

        with world.server.read() as conn:
            inbox = conn.execute("SELECT epoch, seq, hash FROM inbox").fetchall()
        world.server.close()
    there = [(bytes(epoch), seq, bytes(digest)) for epoch, seq, digest in inbox]
    ours = {(epoch, fact.seq, digest) for epoch, fact, digest in world.disk.facts}
    assert ours <= set(there)
    assert len(there) == len(set(there))
    assert world.course.standing.frozen == ""
    assert world.course.standing.acked == world.disk.place(len(world.disk.facts))
