"""What is special to the printer made of memory: its troubles, as tests and the tour set them."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from kiosk.devices.printer.port import Job, NotPrinted, Printed, Unknown
from kiosk.devices.printer.simulated import SimulatedPrinter, Trouble
from tests.slip_samples import slip


@dataclass
class Watch:
    slept_s: float = 0

    def sleep(self, seconds: float) -> None:
        self.slept_s += seconds


@pytest.mark.parametrize("trouble", ["paper_out", "jam", "cover_open", "fault"])
def test_a_simulated_printer_names_the_trouble_it_was_given(trouble: Trouble) -> None:
    printer = SimulatedPrinter()
    printer.trouble = trouble

    assert printer.print(Job("j1", slip())) == NotPrinted(trouble)  # type: ignore[arg-type]


def test_a_silent_printer_prints_and_nobody_knows() -> None:
    printer = SimulatedPrinter()
    printer.trouble = "silent"

    assert printer.print(Job("j1", slip())) == Unknown()
    assert [job.id for job in printer.printed] == ["j1"]


def test_a_slow_printer_takes_its_time_and_prints() -> None:
    watch = Watch()
    printer = SimulatedPrinter(slow_s=2.5, sleep=watch.sleep)
    printer.trouble = "slow"

    assert printer.print(Job("j1", slip())) == Printed()
    assert watch.slept_s == 2.5


def test_a_printer_that_dies_leaves_one_job_in_doubt_and_is_offline_until_mended() -> None:
    printer = SimulatedPrinter()
    printer.trouble = "dies"
    outcomes = [printer.print(Job(name, slip())) for name in ("j1", "j2", "j3")]
    printer.trouble = None

    assert outcomes == [Unknown(), NotPrinted("offline"), NotPrinted("offline")]
    assert printer.print(Job("j4", slip())) == Printed()
    assert [job.id for job in printer.printed] == ["j4"]


@pytest.mark.parametrize(
    ("trouble", "condition"),
    [
        (None, "ready"),
        ("near_end", "near_end"),
        ("jam", "jam"),
        ("silent", "unsure"),
        ("slow", "ready"),
        ("dies", "ready"),
    ],
)
def test_a_simulated_printer_tells_its_condition(trouble: Trouble | None, condition: str) -> None:
    printer = SimulatedPrinter()
    printer.trouble = trouble

    assert printer.condition() == condition


def test_a_simulated_printer_that_died_is_offline() -> None:
    printer = SimulatedPrinter()
    printer.trouble = "dies"
    printer.print(Job("j1", slip()))

    assert printer.condition() == "offline"
