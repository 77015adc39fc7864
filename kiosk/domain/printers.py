"""What the condition of a printer means: whether paper comes out of it, and whether somebody must go and look."""

from typing import Literal

from kiosk.domain.facts import PrinterCondition

Hindrance = Literal["paper_out", "cover_open", "jam", "fault", "offline"]
"""Conditions in which nothing comes out."""


def hindrance(condition: PrinterCondition) -> Hindrance | None:
    """Return what keeps a printer from printing; None if it prints, or nobody can tell: its slips then show it."""
    match condition:
        case "paper_out" | "cover_open" | "jam" | "fault" | "offline":
            return condition
        case "ready" | "near_end" | "unsure":
            return None


def needs_a_hand(condition: PrinterCondition) -> bool:
    """Tell whether staff should go to the printer: it prints no more, or soon will not."""
    return condition == "near_end" or hindrance(condition) is not None
