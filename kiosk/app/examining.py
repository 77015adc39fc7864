"""`kiosk doctor` on behalf of the maintenance panel, in a process of its own: no customer of the service waits for it."""

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from subprocess import DEVNULL, PIPE
from typing import Final

from kiosk.app.doctor.telling import NAMES
from kiosk.app.folders import Folders
from kiosk.branch.examination import Finding

_PATIENCE_S: Final = 200.0
"""The service looks through its whole database meanwhile, in a process of its own (kiosk.app.ready_command)."""
_WAY_GIVEN: Final = 10
"""Nice, as the drawing of reports (kiosk.branch.daily.apart)."""
_ELSEWHERE: Final = frozenset({"graphics", "service", "size_entrance", "size_exit", "size_hall"})
"""What a service cannot tell from where it runs, and whoever stands at the panel sees: it draws, it is answered, and
it has a ruler. The screens' user keeps what was measured to himself (kiosk.app.measured)."""


def command_of(folders: Folders, config: Path | None, *, demonstration: bool) -> list[str]:
    """Return the command that looks at the machine of a branch service, with the settings it was started with."""
    return [
        *(sys.executable, "-m", "kiosk"),
        *(("--config", str(config)) if config else ()),
        *("doctor", "--json", "--data", str(folders.root)),
        *(("--demonstration",) if demonstration else ()),
    ]


async def examined(command: Sequence[str], patience_s: float = _PATIENCE_S) -> list[Finding]:
    """Run the command and return what it found; it ends with whoever asked.

    Raises:
        OSError: it cannot be started. TimeoutError: it took too long. ValueError: what it said is not that of a doctor.
    """
    # Nothing that is set for this service's own watchdog is meant for another process.
    environ = {
        name: value for name, value in os.environ.items() if name not in {"NOTIFY_SOCKET", "WATCHDOG_USEC"}
    }
    doctor = await asyncio.create_subprocess_exec(
        *command, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL, env=environ
    )
    _give_way(doctor.pid)
    try:
        said, _ = await asyncio.wait_for(doctor.communicate(), patience_s)
    finally:
        if doctor.returncode is None:
            doctor.kill()
            await doctor.wait()
    return understood(said)


def _give_way(process: int) -> None:
    """Let whoever stands at a screen come first; Windows has no such order."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):  # it may have ended already
            os.setpriority(os.PRIO_PROCESS, process, _WAY_GIVEN)


def understood(said: bytes) -> list[Finding]:
    """Return the findings in what `kiosk doctor --json` says, without what belongs elsewhere. ValueError: it is none."""
    try:
        told = [each for each in json.loads(said)["findings"] if each["check"] not in _ELSEWHERE]
        return [
            Finding(
                each["check"],
                each["state"],
                NAMES[each["check"]].zh,
                NAMES[each["check"]].en,
                *(each[part] for part in ("zh", "en", "fix_zh", "fix_en")),
            )
            for each in told
        ]
    except (KeyError, TypeError) as strange:
        raise ValueError("not what a doctor says") from strange
