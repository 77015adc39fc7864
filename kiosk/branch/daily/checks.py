"""What the opening check looks at, and what it finds: pure rules from what was measured to codes (G1)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from kiosk.branch.book import PrinterKind
from kiosk.domain.facts import PrinterCondition, TimeQuality
from kiosk.wire.projection import Role

OK: Final = "ok"
SCREENS: Final[Mapping[Role, str]] = {
    "entrance": "screen_entrance", "exit": "screen_exit", "hall": "screen_hall",
}  # fmt: skip
"""The check of each public screen, by its role."""
CHECKS: Final = ("printer", "paper", "disk", "database", "backup", "clock", *SCREENS.values())
"""What is looked at, in the order of the report."""
FINDINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "printer": ("offline", "cover_open", "jam", "fault", "unsure"),
    "paper": ("near_end", "paper_out"),
    "disk": ("low", "full", "unreadable"),
    "database": ("unsound",),
    "backup": ("none_yet", "too_old", "failed"),
    "clock": ("doubtful",),
    **dict.fromkeys(SCREENS.values(), ("missing",)),
}
"""All that can be found where not all is well."""
_STOPS: Final = frozenset(
    {
        "printer.offline", "printer.cover_open", "printer.jam", "printer.fault", "paper.paper_out", "disk.full",
        "database.unsound", "screen_entrance.missing",
    }
)  # fmt: skip
"""What should be put right before the doors open: customers would meet it."""

Verdict = Literal["good", "mind", "mend"]
"""`mind`: the branch can open, and somebody should see to it in the course of the day. `mend`: first put it right."""

_GIB: Final = 1 << 30
_LOW_BYTES: Final = 2 * _GIB
_LOW_SHARE: Final = 0.10
_FULL_BYTES: Final = 200 << 20
_OLD_DAYS: Final = 2


@dataclass(frozen=True, slots=True)
class Readiness:
    """How the branch was found on a date; times in UTC ms."""

    date: str
    checked_ms: int
    opens_ms: int
    closes_ms: int
    findings: Mapping[str, str]
    printer: PrinterKind
    demonstration: bool


@dataclass(frozen=True, slots=True)
class Backups:
    """What is known of backups: the business date of the newest file, how the last went, and the days closed so far."""

    newest: str = ""
    """ISO date, empty for none."""
    last: str = ""
    """`verified` or `failed`, empty while no day was kept."""
    closed: Sequence[str] = ()
    """The newest business dates that are closed, ISO."""


def verdict_of(findings: Mapping[str, str]) -> Verdict:
    """Return what to make of all findings together; a check that was not made counts for nothing."""
    wrong = {f"{check}.{finding}" for check, finding in findings.items() if finding != OK}
    if wrong & _STOPS:
        return "mend"
    return "mind" if wrong else "good"


def printer_findings(kind: PrinterKind, condition: PrinterCondition | None) -> dict[str, str]:
    """Return what is found of printer and paper. A folder has no paper; nobody asked the printer yet: unsure."""
    match condition or ("ready" if kind == "folder" else "unsure"):
        case "ready":
            return {"printer": OK, "paper": OK}
        case "near_end" | "paper_out" as paper:
            return {"printer": OK, "paper": paper}
        case trouble:
            return {"printer": trouble, "paper": OK}


def disk_finding(free_bytes: int, total_bytes: int) -> str:
    """Return what is found of the disk that holds the branch's data."""
    if free_bytes < _FULL_BYTES:
        return "full"
    return "low" if free_bytes < _LOW_BYTES or free_bytes < _LOW_SHARE * total_bytes else OK


def clock_finding(quality: TimeQuality) -> str:
    """Return what is found of the clock."""
    return OK if quality == "trusted" else quality


def screen_findings(there: Collection[str], owned: Collection[str] = tuple(SCREENS)) -> dict[str, str]:
    """Return what is found of each public screen that the branch owns.

    `there` holds the roles of those that follow the branch. An entrance is asked for whether or not there ever was one.
    """
    asked = {"entrance", *owned, *there}
    return {check: OK if role in there else "missing" for role, check in SCREENS.items() if role in asked}


def backup_finding(backups: Backups) -> str:
    """Return what is found of the backups. What lies in the folder counts, whatever was once written down of it."""
    if backups.last == "failed":
        return "failed"
    if not backups.newest:
        return "none_yet"
    behind = sum(date > backups.newest for date in backups.closed)
    return "too_old" if behind > _OLD_DAYS else OK
