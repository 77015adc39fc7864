"""The evening of a simulated day: the branch keeps the day by itself, once somebody lets time go on."""

import time
from pathlib import Path
from typing import Final

from kiosk.lab.simulation.client import Client

_PASSES_MS: Final = 3 * 60_000
"""The branch gives staff a minute to take a closing back."""
_LOOK_S: Final = 0.1


def let_evening_come(client: Client, data: Path, patience_s: float = 60.0) -> Path | None:
    """Let time go on after a closing until the branch in `data` has written its summary and its backup.

    Return the summary, or None if that took longer than `patience_s` or the day is not closed. BranchGone.
    """
    health = client.look("/v1/health")
    if health["open"]:
        return None
    summary, backups = data / "reports" / f"{health['date']}.pdf", data / "backups"
    client.go_to(health["now_ms"] + _PASSES_MS)
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        if summary.is_file() and any(backups.glob(f"*_{health['date']}_*")):
            return summary
        time.sleep(_LOOK_S)
    return None
