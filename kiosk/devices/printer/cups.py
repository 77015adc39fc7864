"""A printer behind CUPS: a raw queue takes the bytes, and nobody knows what becomes of them."""

import getpass
import os
import re
import subprocess
import time
from collections.abc import Callable, Sequence
from typing import Final

from kiosk.devices.printer.port import Job, NotPrinted, Outcome, Unknown
from kiosk.domain.facts import PrinterCondition
from kiosk.domain.slip import Slip

_TAKING_S: Final = 10.0
_ANSWER_S: Final = 0.9
_SENDING_S: Final = 10.0
_LOOK_S: Final = 0.1
_REQUEST: Final = re.compile(r"request id is (\S+)")


class CupsPrinter:
    """Hands slips to a raw queue with `lp`.

    What happened                                             | Outcome
    --------------------------------------------------------- | ---------------------
    no such queue, queue stopped or rejecting, no scheduler    | NotPrinted("offline")
    given to `lp`, whatever it says                            | Unknown

    Never Printed: CUPS calls a job completed when it has left the computer. A queue that is stopped is given nothing,
    and a job that has not left within ten seconds is taken back: CUPS would keep trying, over restarts too, and print
    it hours later. So is one whose `lp` hung before it named it; a CUPS that does not even answer then keeps it.
    Not through python-escpos, whose `LP` adds a line to each job and does not look how `lp` ended.
    """

    def __init__(self, queue: str, encode: Callable[[Slip], bytes]) -> None:
        """Print into `queue` what `encode` makes of a slip; it must be picklable."""
        self._queue, self._encode = queue, encode

    def print(self, job: Job) -> Outcome:
        """Hand one slip over."""
        data = self._encode(job.slip)
        if not self._takes_jobs():
            return NotPrinted("offline")
        before = self._waiting()
        told = _run(["lp", "-d", self._queue, "-t", job.id, "-o", "raw"], _TAKING_S, data)
        named = _REQUEST.search(told)
        if named:
            self._see_off(named[1])
        else:
            for request in self._waiting() - before:
                _run(["cancel", request], _ANSWER_S)
        return Unknown()

    def condition(self) -> PrinterCondition:
        """Tell whether the queue takes jobs; of the printer behind it CUPS knows nothing certain."""
        return "unsure" if self._takes_jobs() else "offline"

    def _see_off(self, request: str) -> None:
        """Wait until CUPS has sent a job, and take it back if it has not for long."""
        for _ in range(round(_SENDING_S / _LOOK_S)):
            if request not in self._waiting():
                return
            time.sleep(_LOOK_S)
        _run(["cancel", request], _ANSWER_S)

    def _waiting(self) -> set[str]:
        """Return the jobs in the queue that are ours: others may use it too."""
        told = _run(["lpstat", "-W", "not-completed", "-o", self._queue], _ANSWER_S)
        jobs = (line.split() for line in told.splitlines())
        return {job[0] for job in jobs if job[1:2] == [getpass.getuser()]}

    def _takes_jobs(self) -> bool:
        told = _run(["lpstat", "-p", self._queue, "-a", self._queue], _ANSWER_S)
        return f"{self._queue} accepting" in told and "disabled" not in told


def _run(command: Sequence[str], limit_s: float, data: bytes = b"") -> str:
    """Return what a command of CUPS says, in English; nothing if it failed, was too slow or is not installed."""
    try:
        ran = subprocess.run(  # noqa: S603  # a fixed command; the queue's name was checked when it was read
            command, input=data, capture_output=True, timeout=limit_s, check=True,
            env={**os.environ, "LC_ALL": "C", "LANGUAGE": "C"},
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return ""
    return ran.stdout.decode(errors="replace")
