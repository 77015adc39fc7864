"""What the board of the manager's page shows, as plain frozen values: templates only draw it."""

from dataclasses import dataclass
from typing import Final

from kiosk.pages.findings import Finding
from kiosk.pages.manager.alerts import Alert
from kiosk.pages.manager.opinions import OpinionsView
from kiosk.records.keeping import ClosedDay

_OPEN: Final = 2


@dataclass(frozen=True, slots=True)
class HouseView:
    """How the branch was found today, and what was kept of the days before."""

    checked_at: str
    """On the wall clock of the branch; empty before the first check of today."""
    findings: tuple[Finding, ...]
    kept: tuple[ClosedDay, ...]
    """Newest first."""

    @property
    def amiss(self) -> int:
        """How many findings somebody should see to."""
        return sum(not finding.ok for finding in self.findings)


@dataclass(frozen=True, slots=True)
class ManagerView:
    """The whole board."""

    branch: str
    date: str
    """ISO business date, empty before the first day."""
    first: str
    """ISO date on which the days begin that opinions are counted of; they end with `date`."""
    demonstration: bool
    alerts: tuple[Alert, ...]
    opinions: OpinionsView
    house: HouseView

    @property
    def waiting(self) -> tuple[Alert, ...]:
        """Alerts nobody has seen to."""
        return tuple(alert for alert in self.alerts if not alert.answered)

    @property
    def newest(self) -> tuple[Alert, ...]:
        """The alerts that stand open on the page: so few that the page is not pushed away by them."""
        return self.waiting[:_OPEN]

    @property
    def older(self) -> tuple[Alert, ...]:
        """The other alerts nobody has seen to, one touch away."""
        return self.waiting[_OPEN:]

    @property
    def answered(self) -> tuple[Alert, ...]:
        """Alerts somebody has seen to."""
        return tuple(alert for alert in self.alerts if alert.answered)
