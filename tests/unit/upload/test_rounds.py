"""A round of the upload over a whole desk: what it does to the journal, and when it had better not."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.branch.upload import rounds as module
from kiosk.branch.upload.course import PACE
from kiosk.branch.upload.enrolment import Enrolment
from kiosk.branch.upload.packing import Packed, pack_next
from kiosk.branch.upload.rounds import Rounds
from kiosk.branch.upload.standing import load_standing
from kiosk.domain import requests as r
from kiosk.wire.sync.answers import Fork
from tests.faults.harness import Reception, assert_sound, reception

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kiosk.branch.desk import Desk

T = TypeVar("T")


class Service:
    """What rounds need of the branch service; there is one thread here."""

    def __init__(self, room: Reception) -> None:
        self._room = room
        self.hub = SimpleNamespace(send_round_again=lambda: None)

    async def with_desk(self, work: Callable[[Desk], T]) -> T:
        return work(self._room.desk)

    async def look(self, look: Callable[[Any, int], T]) -> T:
        return look(self._room.desk.day, self._room.desk.now_ms())

    async def head(self) -> Any:  # noqa: ANN401 - as the service returns it
        return self._room.desk.journal.head


class Elsewhere:
    """A headquarters that holds another fact behind the second, and the packing in this process."""

    def __init__(self, room: Reception, folder: Path) -> None:
        branch, key = room.desk.journal.head.branch, Ed25519PrivateKey.generate()
        self.enrolment = Enrolment("http://127.0.0.1:1", branch, key, bytes(32), bytes(32))
        self._folder = folder

    async def facts(self, body: bytes) -> Fork:
        del body
        return Fork("00" * 8, 3, "ff" * 32)

    async def pack(self, first: int, most: int, *, opaque: bool) -> Packed | None:
        del most
        return pack_next(self._folder, first, 1_000, opaque)


def told(room: Reception, folder: Path) -> tuple[str, bool]:
    """Do one round; return which failure stands there, and whether a new epoch began."""
    there: Any = Elsewhere(room, folder)
    epoch = room.desk.journal.head.epoch
    rounds = Rounds(Service(room), there, there, PACE, lambda: 0.0)  # type: ignore[arg-type]

    async def go() -> None:
        await rounds.begin()
        await rounds.go()

    asyncio.run(go())
    return load_standing(room.store.conn).failure, room.desk.journal.head.epoch != epoch


@pytest.mark.row("F2")
def test_a_journal_parts_behind_a_long_tail_when_no_customer_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_FORKED_AT_ONCE", 3)
    with reception(tmp_path) as room:
        for _ in range(5):
            room.issue()

        busy = told(room, tmp_path)
        room.ask(r.CloseDay())
        closed = told(room, tmp_path)

    assert (busy, closed) == (("fork_waits", False), ("", True))
    assert_sound(tmp_path)


@pytest.mark.row("F2")
def test_a_journal_parts_at_once_where_that_takes_a_moment(tmp_path: Path) -> None:
    with reception(tmp_path) as room:
        for _ in range(5):
            room.issue()

        assert told(room, tmp_path) == ("", True)
