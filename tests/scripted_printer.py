"""A printer for a worker process that does with each job what a script says, and leaves a note of every job it began."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Literal, cast

from kiosk.devices.printer.port import NotPrinted, Outcome, Printed, Unknown

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.devices.printer.port import Job
    from kiosk.domain.facts import PrinterCondition

Act = Literal["prints", "prints slowly", "fails", "is unsure", "breaks", "hangs"]
SLOW_S = 0.5


class ScriptedPrinter:
    """Does with its first job what the script says first, and so on, over all processes; after its end it prints.

    `breaks` is a bug in a driver; `hangs` lasts until the process is killed.
    """

    def __init__(self, folder: Path, *script: Act) -> None:
        """Leave the notes in `folder`, which must not be used for anything else."""
        folder.mkdir(exist_ok=True)
        self._folder, self._script = folder, script

    def print(self, job: Job) -> Outcome:
        """Follow the script."""
        before = len(self.jobs())
        (self._folder / f"{before:03}.{job.id}.{os.getpid()}").touch()
        match self._script[before] if before < len(self._script) else "prints":
            case "fails":
                return NotPrinted("paper_out")
            case "is unsure":
                return Unknown()
            case "breaks":
                raise RuntimeError("a bug in a driver")
            case "hangs":
                time.sleep(600)
            case "prints slowly":
                time.sleep(SLOW_S)
            case "prints":
                pass
        return Printed()

    def condition(self) -> PrinterCondition:
        """Say what `becomes` said last; until then all is well, for what went wrong was a matter of that job."""
        told = self._folder.with_suffix(".condition")
        return cast("PrinterCondition", told.read_text()) if told.exists() else "ready"

    def becomes(self, condition: PrinterCondition) -> None:
        """Be in this condition from now on, in every process."""
        self._folder.with_suffix(".condition").write_text(condition)

    def jobs(self) -> list[str]:
        """Return the ids of the jobs that were begun, in order, one for each time."""
        return [name.split(".")[1] for name in self._notes()]

    def workers(self) -> list[int]:
        """Return the process of each job."""
        return [int(name.split(".")[2]) for name in self._notes()]

    def _notes(self) -> list[str]:
        return sorted(path.name for path in self._folder.iterdir())
