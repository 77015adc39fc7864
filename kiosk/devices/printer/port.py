"""What the branch may ask of any printer, and what it can answer."""

import re
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from kiosk.domain.facts import PrinterCondition
from kiosk.domain.slip import Slip

Reason = Literal[
    "disk_full", "no_folder", "not_allowed", "storage_error",
    "paper_out", "jam", "cover_open", "fault", "offline", "busy",
]  # fmt: skip
"""Why nothing came out, as a code; words for it stand at the edges.

`fault`: only a technician can mend it. `offline`: it cannot be reached, or is off. `busy`: somebody else has it.
"""

_ID: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.-]{0,99}")


@dataclass(frozen=True, slots=True)
class Job:
    """One slip to print. The id is made once per paper wanted and is safe as a file name."""

    id: str
    slip: Slip

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise ValueError(f"not a job id: {self.id[:40]!r}")


@dataclass(frozen=True, slots=True)
class Printed:
    """The whole slip came out."""


@dataclass(frozen=True, slots=True)
class NotPrinted:
    """Nothing a customer could take came out; printing the same job again is safe."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may have come out, whole or in part. Never print it again unasked: there would be two of them."""


Outcome = Printed | NotPrinted | Unknown


class Printer(Protocol):
    """A printer. One thread at a time; may block for as long as the device needs. Can be pickled for a worker."""

    def print(self, job: Job) -> Outcome:
        """Print one slip. Whatever the device does is an outcome; an exception is a bug."""
        ...

    def condition(self) -> PrinterCondition:
        """Ask how the printer is, without printing. Answers within a second; an exception is a bug."""
        ...
