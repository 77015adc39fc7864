"""A pack on its way from headquarters: in pieces, over a link that may be thin and break, and never in the way of facts."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
import time
from collections.abc import Awaitable, Callable, Collection
from pathlib import Path
from typing import Final, Protocol

import structlog

from kiosk.records.database.problems import naming_problems
from kiosk.wire.sync.offers import MOST_PIECE, PIECE, Offer, path_of_piece

log = structlog.get_logger()

_LONGEST_S: Final = 60.0
"""How long one turn may take; what is missing comes in the next."""
_QUICK_S: Final = 5.0
_ROOM: Final = 1_000_000_000
"""What must be free on the disk: a pack must never be why a ticket cannot be kept."""


Quiet = Callable[[], Awaitable[bool]]
"""Tells whether nothing wants the line more than a pack does."""


async def always() -> bool:
    """Say that nothing does."""
    return True


class Asking(Protocol):
    """What is needed of the uploader's client."""

    @property
    def home(self) -> str:
        """The path below which headquarters talks with this branch."""
        ...

    async def get(self, path: str, most: int = ...) -> tuple[int, bytes] | None:
        """Fetch; None: nobody knows what became of it."""
        ...


class Arriving:
    """The packs that are not here whole yet. For the event loop; a turn at a time."""

    def __init__(self, data: Path) -> None:
        """Keep halves of packs below the data folder, so that a restart goes on with them."""
        self._place = data / "packs" / "arriving"

    def forget_others(self, offers: Collection[Offer]) -> None:
        """Remove what nobody offers any more."""
        wanted = {_name(offer) for offer in offers}
        for file in self._place.glob("*"):
            if file.name not in wanted:
                file.unlink(missing_ok=True)

    async def fetch(self, client: Asking, offer: Offer, quiet: Quiet = always) -> Path | None:
        """Go on fetching a pack, a piece at least and more while it is `quiet`; its file once it is whole, None before.

        StoreProblem: it cannot be written.
        """
        file = self._place / _name(offer)
        with naming_problems(file):
            self._place.mkdir(mode=0o700, parents=True, exist_ok=True)
            if shutil.disk_usage(self._place).free < _ROOM:
                log.warning("no_room_for_pack", kind=offer.kind, version=offer.version)
                return None
            if not await _goes_on(client, offer, file, quiet):
                return None
            if await asyncio.to_thread(_digest, file) == offer.sha256:
                return file
            log.warning("pack_arrived_damaged", kind=offer.kind, version=offer.version)
            file.unlink()
            return None


async def _goes_on(client: Asking, offer: Offer, file: Path, quiet: Quiet) -> bool:
    """Append piece after piece while it is quiet, larger ones while they come quickly; True when all are there."""
    until, piece, fetched = time.monotonic() + _LONGEST_S, PIECE, False
    with file.open("ab") as target:
        while (at := target.tell()) < offer.size:
            begun = time.monotonic()
            if begun > until or (fetched and not await quiet()):
                return False
            end = min(at + piece, offer.size)
            came = await client.get(path_of_piece(client.home, offer, at, end), MOST_PIECE)
            if came is None or came[0] != 200 or len(came[1]) != end - at:  # noqa: PLR2004 - OK
                return False
            fetched = bool(target.write(came[1]))
            target.flush()
            piece = min(2 * piece, MOST_PIECE) if time.monotonic() - begun < _QUICK_S else PIECE
    return True


def _name(offer: Offer) -> str:
    """Return a name that no other pack has: a half of one is never gone on with from another."""
    return f"{offer.kind}-{offer.version}-{offer.sha256[:16]}.part"


def _digest(file: Path) -> str:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
