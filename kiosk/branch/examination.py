"""What the doctor (`kiosk doctor`) found at the machine of the branch, for the maintenance panel: nobody waits for him."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Final, Literal

import structlog

log = structlog.get_logger()

STALE_S: Final = 300.0
"""After so long whoever asks has it looked at anew."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is said of one thing, in both languages, and what to do about it; nothing in it is personal.

    `bad`: the branch cannot work so. `warn`: somebody should see to it. `unknown`: it could not be told.
    """

    check: str
    state: Literal["good", "warn", "bad", "unknown"]
    name_zh: str
    name_en: str
    zh: str
    en: str
    fix_zh: str = ""
    fix_en: str = ""


Examine = Callable[[], Awaitable[Sequence[Finding]]]
"""Looks at everything, which takes seconds. OSError, ValueError, TimeoutError: it could not."""


class Examination:
    """The last findings, and whether they are looked for again. Belongs to the loop of the service."""

    def __init__(self, examine: Examine, now: Callable[[], float] = time.monotonic) -> None:
        """Look by `examine`, for the first time when somebody asks; `now` is a monotonic clock in seconds."""
        self._examine, self._now = examine, now
        self._findings: Sequence[Finding] = ()
        self._looked_s: float | None = None
        self._failed = False
        self._task: asyncio.Task[None] | None = None

    def told(self, *, anew: bool = False) -> dict[str, object]:
        """Return at once `findings`, `age_s` of them (-1: none yet), `looking` and `failed`.

        With `anew`, or with findings older than `STALE_S`, they are looked for again; never twice at a time.
        """
        age_s = -1.0 if self._looked_s is None else self._now() - self._looked_s
        if self._task is None and (anew or not 0 <= age_s < STALE_S):
            self._task = asyncio.create_task(self._look())
        return {
            "findings": [asdict(each) for each in self._findings],
            "age_s": int(age_s),
            "looking": self._task is not None,
            "failed": self._failed,
        }

    async def _look(self) -> None:
        try:
            self._findings, self._failed = await self._examine(), False
        except (OSError, ValueError) as error:  # TimeoutError is an OSError
            self._failed = True
            log.warning("examination_failed", error=type(error).__name__)
        finally:
            # Also after a failure: what cannot be looked at is not looked at again with every glance.
            self._looked_s = self._now()
            self._task = None
