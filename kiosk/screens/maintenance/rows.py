"""The rows of the two tables of the panel: codes, states and values; their words stand in QML."""

import platform
import shutil
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Literal

from PySide6.QtCore import qVersion
from PySide6.QtNetwork import QAbstractSocket, QNetworkInterface

from kiosk import __version__

State = Literal["good", "warn", "bad", "plain"]
_GIB: Final = 1 << 30
_LOW: Final = 2 * _GIB
_FULL: Final = 200 << 20
"""As the opening check of the branch judges its own disk (kiosk.branch.daily.checks)."""
_CLOCK_S: Final = 120
"""As the branch judges its own clock."""
_SLOW_MS: Final = 300
_PRINTERS: Final[dict[str, State]] = {"ready": "good", "unsure": "plain", "near_end": "warn"}
"""With whatever else a printer tells nothing comes out of it."""
_ALARMS: Final = frozenset({"hash", "rewound"})
"""Why nothing may be purged at the branch, where no waiting mends it (kiosk.branch.upload.standing)."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing looked at: what, how it is, what words say of it (a code of QML), and the values in those words."""

    code: str
    state: State
    said: str
    values: tuple[str, ...] = ()

    def shown(self) -> dict[str, object]:
        """Return it for QML."""
        return asdict(self) | {"values": list(self.values)}


def network() -> Row:
    """Return the addresses of this machine on its network."""
    found = [
        entry.ip().toString()
        for one in QNetworkInterface.allInterfaces()
        if one.flags() & QNetworkInterface.InterfaceFlag.IsRunning
        and not one.flags() & QNetworkInterface.InterfaceFlag.IsLoopBack
        for entry in one.addressEntries()
        if entry.ip().protocol() is QAbstractSocket.NetworkLayerProtocol.IPv4Protocol
    ]
    return (
        Row("network", "good", "value", ("  ".join(found[:2]),)) if found else Row("network", "warn", "none")
    )


def branch(url: str, round_trip_ms: int | None) -> Row:
    """Return how the way to the branch service is; None: it does not answer."""
    if round_trip_ms is None:
        return Row("branch", "bad", "silent", (url,))
    return Row("branch", "good" if round_trip_ms < _SLOW_MS else "warn", "answers", (url, str(round_trip_ms)))


def disk(folder: Path) -> Row:
    """Return how much room the disk of this machine has."""
    try:
        usage = shutil.disk_usage(folder)
    except OSError:
        return Row("disk", "bad", "unreadable")
    state: State = "bad" if usage.free < _FULL else "warn" if usage.free < _LOW else "good"
    said = "room" if state == "good" else "tight"
    return Row("disk", state, said, (f"{usage.free / _GIB:.1f}", f"{usage.total / _GIB:.0f}"))


def clock(branch_ms: int | None, zone: str) -> Row:
    """Return the time of this machine, and how far it is from the branch's (UTC ms), where that is known."""
    here = time.strftime("%Y-%m-%d %H:%M:%S")
    if branch_ms is None:
        return Row("clock", "plain", "here", (here,))
    apart_s = round(time.time() - branch_ms / 1000)
    values = (here, str(abs(apart_s)), zone)
    if abs(apart_s) <= _CLOCK_S:
        return Row("clock", "good", "apart", values)
    return Row("clock", "warn", "fast" if apart_s > 0 else "slow", values)


def printer(told: Mapping[str, Any]) -> Row:
    """Return how the printer of the branch was found last."""
    found = next(iter(told.get("printers", {}).values()), "") or "unsure"
    return Row("printer", _PRINTERS.get(found, "bad"), found)


def headquarters(told: Mapping[str, Any]) -> Row:
    """Return how the way from the branch to headquarters stands, as the branch tells it."""
    sync, now_ms = told.get("sync"), int(told.get("now_ms", 0))
    if sync is None:
        return Row("hq", "plain", "none")
    waiting, succeeded_ms = str(sync["waiting"]), int(sync["succeeded_ms"])
    minutes = str(max(0, now_ms - succeeded_ms) // 60_000)
    if sync["frozen"] in _ALARMS:
        return Row("hq", "bad", "stopped", (waiting, minutes))
    is_amiss = bool(sync["failure"])
    if not succeeded_ms:
        return Row("hq", "warn" if is_amiss else "plain", "never", (waiting,))
    return Row("hq", *(("warn", "failing") if is_amiss else ("good", "synced")), (waiting, minutes))


def versions(told: Mapping[str, Any], size: tuple[int, int], diagonal_in: float) -> list[Row]:
    """Return which program, files and system these are; of the branch only what it has told."""
    here = Row("program", "plain", "value", (__version__,))
    known = (
        [
            Row(
                "service", "plain" if told["program"] == __version__ else "warn", "value", (told["program"],)
            ),
            Row("schema", "plain", "value", (told["schema"],)),
            Row("catalogue", "plain", "value", (told["catalogue"][:12],)),
        ]
        if told
        else []
    )
    return [
        here,
        *known,
        Row("qt", "plain", "value", (f"{qVersion()}  Python {platform.python_version()}",)),
        Row("system", "plain", "value", (_system(),)),
        Row("screen", "plain", "size", (f"{size[0]} × {size[1]}", f"{diagonal_in:.1f}")),
    ]


def _system() -> str:
    try:
        named = platform.freedesktop_os_release().get("PRETTY_NAME", "")
    except OSError:
        named = ""
    return named or f"{platform.system()} {platform.release()}"
