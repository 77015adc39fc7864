"""The printer of a branch as its service sees it: the adapter, the paper in it, and whether it is paper at all."""

from dataclasses import dataclass

from kiosk.branch.book import PrinterKind
from kiosk.devices.printer.paper import PAPER_80, Paper
from kiosk.devices.printer.port import Printer


@dataclass(frozen=True, slots=True)
class Outlet:
    """Where slips come out."""

    printer: Printer
    kind: PrinterKind = "paper"
    paper: Paper = PAPER_80

    @property
    def name(self) -> str:
        """What this printer is called in facts: there is one of each kind."""
        return self.kind
