"""A pack on its way: goes on where it was cut, also after a restart, and never takes the room that tickets need."""

from __future__ import annotations

import asyncio
import hashlib
import random
import threading
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from kiosk.branch.packs.arriving import Arriving
from kiosk.wire.sync.offers import PIECE, Offer

if TYPE_CHECKING:
    from pathlib import Path

CONTENT = random.Random(3).randbytes(5 * PIECE + 17)
OFFER = Offer("catalogue", 3, len(CONTENT), hashlib.sha256(CONTENT).hexdigest())


class Link:
    """Headquarters behind a link that lets so many answers through."""

    home = "/v1/branches/b1"

    def __init__(self, lets: int = 1_000, content: bytes = CONTENT) -> None:
        self.left, self._content = lets, content
        self.asked: list[tuple[int, int]] = []

    async def get(self, path: str, most: int = 0) -> tuple[int, bytes] | None:
        start, _, end = path.rpartition("/")[2].partition("-")
        self.asked.append((int(start), int(end)))
        assert int(end) - int(start) <= most
        self.left -= 1
        return None if self.left < 0 else (200, self._content[int(start) : int(end)])


def fetch(data: Path, link: Link, offer: Offer = OFFER) -> Path | None:
    return asyncio.run(Arriving(data).fetch(link, offer))


def test_a_pack_goes_on_where_it_was_cut_and_pieces_grow_while_they_come_quickly(tmp_path: Path) -> None:
    first, second = Link(lets=2), Link()

    assert fetch(tmp_path, first) is None
    file = fetch(tmp_path, second)

    assert file is not None
    assert file.read_bytes() == CONTENT
    assert first.asked == [(0, PIECE), (PIECE, 3 * PIECE), (3 * PIECE, len(CONTENT))]
    assert second.asked == [(3 * PIECE, 4 * PIECE), (4 * PIECE, len(CONTENT))]


def test_what_came_is_kept_only_if_it_is_the_whole_pack(tmp_path: Path) -> None:
    changed = bytes([CONTENT[0] ^ 1]) + CONTENT[1:]

    assert fetch(tmp_path, Link(content=changed)) is None
    assert fetch(tmp_path, Link(content=CONTENT[:-1])) is None
    assert fetch(tmp_path, Link()) is not None


def test_a_slow_link_is_given_back_after_a_minute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = SimpleNamespace(monotonic=iter(range(0, 10_000, 20)).__next__)
    monkeypatch.setattr("kiosk.branch.packs.arriving.time", clock)
    link = Link()

    assert fetch(tmp_path, link) is None
    assert link.asked == [(0, PIECE), (PIECE, 2 * PIECE)]


def test_a_pack_makes_way_between_two_pieces_and_comes_nearer_with_every_turn(tmp_path: Path) -> None:
    link = Link()

    async def never() -> bool:
        return False

    assert [asyncio.run(Arriving(tmp_path).fetch(link, OFFER, never)) for _ in range(2)] == [None, None]

    assert link.asked == [(0, PIECE), (PIECE, 2 * PIECE)]


def test_a_pack_is_hashed_beside_the_event_loop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    threads = []

    def digest(_: Path) -> str:
        threads.append(threading.current_thread())
        return OFFER.sha256

    monkeypatch.setattr("kiosk.branch.packs.arriving._digest", digest)

    assert fetch(tmp_path, Link()) is not None
    assert threads
    assert threading.main_thread() not in threads


def test_no_pack_is_fetched_onto_a_disk_that_is_nearly_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nearly_full = SimpleNamespace(disk_usage=lambda _: SimpleNamespace(free=999_999_999))
    monkeypatch.setattr("kiosk.branch.packs.arriving.shutil", nearly_full)
    link = Link()

    assert fetch(tmp_path, link) is None
    assert link.asked == []


def test_halves_of_what_nobody_offers_any_more_are_removed(tmp_path: Path) -> None:
    fetch(tmp_path, Link(lets=1))
    newer = Offer("catalogue", 4, OFFER.size, OFFER.sha256)
    fetch(tmp_path, Link(lets=1), newer)

    Arriving(tmp_path).forget_others([newer])

    assert [file.name for file in (tmp_path / "packs" / "arriving").iterdir()] == [
        f"catalogue-4-{OFFER.sha256[:16]}.part"
    ]
