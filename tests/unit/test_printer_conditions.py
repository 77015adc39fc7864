"""What the condition of a printer means, for every one there is."""

from __future__ import annotations

from typing import get_args

from kiosk.domain.facts import PrinterCondition
from kiosk.domain.printers import Hindrance, hindrance, needs_a_hand

CONDITIONS = get_args(PrinterCondition)


def test_a_printer_prints_unless_something_hinders_it() -> None:
    printing = {condition for condition in CONDITIONS if hindrance(condition) is None}

    assert printing == {"ready", "near_end", "unsure"}
    assert {hindrance(condition) for condition in CONDITIONS} - {None} == set(get_args(Hindrance))


def test_whatever_hinders_a_printer_needs_a_hand_and_so_does_paper_that_runs_low() -> None:
    left_alone = {condition for condition in CONDITIONS if not needs_a_hand(condition)}

    assert left_alone == {"ready", "unsure"}
