"""What is read every simulated hour of a soak: of the service, its printing worker, and the files of the branch."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.branch.database.files import BranchFiles
from kiosk.domain.percentile import percentile
from kiosk.lab.simulation import Client
from kiosk.lab.soak.footprint import footprint, kib, printing_worker
from kiosk.lab.soak.trend import Reading


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure. `negligible` is how much it may grow a day; None: it grows with the history, or tells of the machine."""

    name: str
    unit: str
    negligible: float | None


_MEMORY_KIB: Final = 100.0
"""A day: 36 MiB after a year in which nobody starts the service again."""
_HANDLES: Final = 0.02
"""A day: seven after that year."""
_LOG_KIB: Final = 16.0

MEASURES: Final = (
    Measure("service memory", "KiB", _MEMORY_KIB),
    Measure("service memory shared out", "KiB", _MEMORY_KIB),
    Measure("service handles", "", _HANDLES),
    Measure("service threads", "", _HANDLES),
    Measure("worker memory", "KiB", _MEMORY_KIB),
    Measure("worker handles", "", _HANDLES),
    Measure("worker threads", "", _HANDLES),
    Measure("write-ahead log", "KiB", _LOG_KIB),
    Measure("database", "KiB", None),
    Measure("facts", "", None),
    Measure("p95 of a request", "ms", None),
)


class Gauges:
    """Collects the readings of one course, by measure."""

    def __init__(self, folder: Path, client: Client) -> None:
        self._files, self._client = BranchFiles(folder), client
        self._read_to = 0
        self.readings: defaultdict[str, list[Reading]] = defaultdict(list)

    def read(self, service: int, day: int) -> None:
        """Read everything, of the service of that process id, on a day of the soak."""
        for measure, value in self._of_branch().items():
            self._note(measure, service, day, value)
        self._note_process("service", service, day)
        worker = printing_worker(service)
        if worker is not None:
            self._note_process("worker", worker, day)

    def _of_branch(self) -> dict[str, float]:
        database = self._files.database
        latencies = self._client.latencies_ms[self._read_to :]
        told = {
            "write-ahead log": kib(database.with_name(f"{database.name}-wal")),
            "database": kib(database),
            "facts": float(self._client.look("/v1/health")["seq"]),
        }
        self._read_to = len(self._client.latencies_ms)
        return told | ({"p95 of a request": percentile(latencies, 95)} if len(latencies) > 1 else {})

    def _note_process(self, whose: str, pid: int, day: int) -> None:
        for measure, value in footprint(pid).items():
            self._note(f"{whose} {measure}", pid, day, value)

    def _note(self, measure: str, life: int, day: int, value: float) -> None:
        self.readings[measure].append(Reading(life, day, value))
