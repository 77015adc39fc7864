"""The checks of `kiosk doctor`, in the order they are told."""

from collections.abc import Callable, Iterable
from typing import Final

from kiosk.app.doctor.backups import restore_drill, second_backup
from kiosk.app.doctor.bounds import headquarters as headquarters_role
from kiosk.app.doctor.bounds import places
from kiosk.app.doctor.branch import catalogue, headquarters, service
from kiosk.app.doctor.finding import Finding
from kiosk.app.doctor.look import Look
from kiosk.app.doctor.machine import graphics, letters, library, sound
from kiosk.app.doctor.opening import opening
from kiosk.app.doctor.place import clock, data
from kiosk.app.doctor.set_up import calibration, settings
from kiosk.app.doctor.waiting import updates

Check = Callable[[Look], Iterable[Finding]]

CHECKS: Final[dict[str, Check]] = {
    "settings": settings,
    "glibc": library,
    "places": places,
    "headquarters_role": headquarters_role,
    "data": data,
    "time": clock,
    "service": service,
    "opening": opening,
    "graphics": graphics,
    "fonts": letters,
    "sound": sound,
    "sync": headquarters,
    "calibration": calibration,
    "catalogue": catalogue,
    "updates": updates,
    "restore_drill": restore_drill,
    "second_backup": second_backup,
}
"""Each check by its name; it returns a finding for each thing it looks at. What others rest on comes first: of several that
are bad the first is to be mended first."""


def examine(look: Look, only: Iterable[str] = CHECKS) -> list[Finding]:
    """Run the checks named, in the order of the table. What breaks one is a finding, and stops no other."""
    wanted = set(only)
    return [one for name, check in CHECKS.items() if name in wanted for one in _safely(name, check, look)]


def _safely(name: str, check: Check, look: Look) -> list[Finding]:
    try:
        return list(check(look))
    except Exception as error:  # noqa: BLE001 - a doctor who faints helps nobody; the kind of error is told
        return [
            Finding(
                name,
                "unknown",
                f"没有查成（{type(error).__name__}）。",
                f"It could not be looked at ({type(error).__name__}).",
                "请把 kiosk doctor --json 的结果交给技术支持。",
                "Give what kiosk doctor --json says to support.",
                {"error": type(error).__name__},
            )
        ]
