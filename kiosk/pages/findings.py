"""How the branch was found by its last check, as both staff pages show it."""

from dataclasses import dataclass
from typing import Final

from kiosk.domain.day import Day

OK: Final = "ok"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at and what was found, both as codes."""

    check: str
    code: str

    @property
    def ok(self) -> bool:
        """Whether nothing needs to be done."""
        return self.code == OK


def findings_of(day: Day) -> tuple[Finding, ...]:
    """Return the findings of the last check of today, in its order; none before it."""
    return tuple(Finding(check, code) for check, code in day.findings.items())


def amiss(day: Day) -> tuple[Finding, ...]:
    """Return what somebody should see to."""
    return tuple(finding for finding in findings_of(day) if not finding.ok)
