"""What the maintenance panel of a screen has done beside the service, as far as the service knows of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from kiosk.branch.book import PrinterKind
from kiosk.branch.examination import Examination
from kiosk.devices.printer.port import Outcome
from kiosk.domain.facts import PrinterCondition
from kiosk.domain.slip import Slip


class Press(Protocol):
    """The printer of the branch, for whoever tries it out: `kiosk.branch.printing.spool`."""

    async def try_out(self, slip: Slip) -> Outcome:
        """Print a slip that is nobody's, after whatever is being printed; never twice."""
        ...

    async def look(self) -> PrinterCondition | None:
        """Ask the printer how it is now, and let everybody hear of it soon; None: that cannot be found out."""
        ...


@dataclass(frozen=True, slots=True)
class Panel:
    """What the panel can have done; None is what cannot be done here."""

    press: Press | None = None
    printer: PrinterKind = "paper"
    """Whether it is paper that comes out, or a picture in a folder."""
    restart: Callable[[], None] | None = None
    """Ends the service so that whoever looks after it starts it again; None where nobody would."""
    doctor: Examination | None = None
    """What `kiosk doctor` finds at this machine."""
