"""A running headquarters: what its API, its pages and its projectors have in common."""

import time
from dataclasses import dataclass, replace
from pathlib import Path

from kiosk.hq.identity import Identity
from kiosk.hq.ingest import Here
from kiosk.hq.marks import Marks
from kiosk.hq.store.port import Store


@dataclass(frozen=True, slots=True)
class Headquarters:
    """The store and the identity, and whether it is one for demonstrations."""

    store: Store
    identity: Identity
    demonstration: bool
    marks: Marks | None = None
    """What is told how much is durable, so that a backup is recognised; None in a headquarters of a moment."""
    folder: Path | None = None
    """Its data folder; None in a headquarters of a moment."""

    @staticmethod
    def now_ms() -> int:
        """Return the wall clock, UTC ms: told to people, never judged by."""
        return time.time_ns() // 1_000_000

    @property
    def here(self) -> Here:
        """What an upload is taken by."""
        here = Here(self.identity.epoch, self.demonstration, self.now_ms())
        return replace(here, taken=self.marks.taken) if self.marks else here
