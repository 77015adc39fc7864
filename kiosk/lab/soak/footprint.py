"""What a process takes of its machine, read from /proc; where there is none, nothing is measured and the table says so."""

from pathlib import Path
from typing import Final

_PROC: Final = Path("/proc")
_KIB: Final = 1024


def footprint(pid: int) -> dict[str, float]:
    """Return memory (RSS and PSS, KiB), open handles and threads of a process, by measure.

    What the system does not tell is left out; so is everything of a process that has just ended.
    """
    status, shared = _fields(pid, "status"), _fields(pid, "smaps_rollup")
    told = {
        "memory": status.get("VmRSS"),
        "memory shared out": shared.get("Pss"),
        "threads": status.get("Threads"),
        "handles": _handles(pid),
    }
    return {measure: value for measure, value in told.items() if value is not None}


def printing_worker(service: int) -> int | None:
    """Return the process id of a service's printing worker; None while it has none, or where nobody can tell.

    Of the processes a service starts from its own program the worker is the oldest: the others live for one report.
    """
    return min((child for child in children(service) if "spawn_main" in _command(child)), default=None)


def children(pid: int) -> list[int]:
    """Return the processes that a process has started and that still run."""
    told = [_text(file) for file in (_PROC / str(pid) / "task").glob("*/children")]
    return [int(child) for some in told for child in some.split()]


def kib(file: Path) -> float:
    """Return the size of a file in KiB, 0 for none."""
    try:
        return file.stat().st_size / _KIB
    except OSError:
        return 0.0


def _fields(pid: int, name: str) -> dict[str, float]:
    """Return the numbers of a file under /proc made of lines such as `VmRSS:  1234 kB`, by their name."""
    lines = (line.partition(":") for line in _text(_PROC / str(pid) / name).splitlines())
    words = {key: value.split() for key, _, value in lines}
    return {key: float(value[0]) for key, value in words.items() if value and value[0].isdecimal()}


def _handles(pid: int) -> float | None:
    try:
        return float(sum(1 for _ in (_PROC / str(pid) / "fd").iterdir()))
    except OSError:
        return None


def _command(pid: int) -> str:
    return _text(_PROC / str(pid) / "cmdline").replace("\0", " ")


def _text(file: Path) -> str:
    try:
        return file.read_text(errors="replace")
    except OSError:
        return ""
