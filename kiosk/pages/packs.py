"""What headquarters sent this branch, as staff pages tell of it: only if there is something to tell."""

import asyncio
import time
from dataclasses import dataclass

from kiosk.branch.packs.shelf import Standing
from kiosk.pages.port import RecordedBranch


@dataclass(frozen=True, slots=True)
class PackNote:
    """How one kind of pack stands. `version` 0: the branch's own files; `refused` 0: nothing was refused."""

    kind: str
    version: int
    expired: bool
    refused: int
    code: str


async def pack_notes(service: RecordedBranch) -> list[PackNote]:
    """Return what there is to tell now, by kind."""
    standings, now_ms = await asyncio.to_thread(service.packs), time.time_ns() // 1_000_000
    notes = (_note(one, now_ms) for one in standings)
    return [note for note in notes if note.version or note.refused]


def _note(one: Standing, now_ms: int) -> PackNote:
    label, refused = one.in_use.label, one.refused
    expired = label.has_expired(now_ms)
    return PackNote(
        one.kind, label.version, expired, refused.version if refused else 0, refused.code if refused else ""
    )
