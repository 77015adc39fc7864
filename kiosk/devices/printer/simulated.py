"""A printer made of memory whose troubles are chosen from outside, for tests, the tour and demonstrations."""

import time
from collections.abc import Callable
from typing import Literal

from kiosk.devices.printer.port import Job, NotPrinted, Outcome, Printed, Unknown
from kiosk.domain.facts import PrinterCondition

Trouble = Literal["paper_out", "jam", "cover_open", "fault", "near_end", "silent", "slow", "dies"]


class SimulatedPrinter:
    """Keeps what it printed in `printed`. Set `trouble` at any time, also while it prints slowly.

    `paper_out`, `jam`, `cover_open`, `fault`: nothing comes out. `near_end`: it prints. `silent`: it prints
    and says nothing. `slow`: it takes `slow_s` seconds. `dies`: it prints half of one job and is offline from
    then on, until `trouble` is None.
    """

    def __init__(self, slow_s: float = 3, sleep: Callable[[float], None] = time.sleep) -> None:
        self.printed: list[Job] = []
        self.trouble: Trouble | None = None
        self._slow_s = slow_s
        self._sleep = sleep
        self._dead = False

    def print(self, job: Job) -> Outcome:
        """Print one slip, or not, as `trouble` has it."""
        match self.trouble:
            case "paper_out" | "jam" | "cover_open" | "fault" as reason:
                return NotPrinted(reason)
            case "dies":
                return self._die()
            case "silent":
                self.printed.append(job)
                return Unknown()
            case "slow":
                self._sleep(self._slow_s)
            case "near_end":
                pass
            case None:
                self._dead = False
        self.printed.append(job)
        return Printed()

    def condition(self) -> PrinterCondition:
        """Tell the trouble, as far as this printer can tell it."""
        match self.trouble:
            case "paper_out" | "jam" | "cover_open" | "fault" | "near_end" as told:
                return told
            case "silent":
                return "unsure"
            case "dies" if self._dead:
                return "offline"
            case _:
                return "ready"

    def _die(self) -> Outcome:
        if self._dead:
            return NotPrinted("offline")
        self._dead = True
        return Unknown()
