"""Between slips: the printer is asked how it is, what it says is recorded once, copies are kept, fonts are warmed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

import pytest

from kiosk.branch.desk import SYSTEM
from kiosk.branch.printing.chores import ASK_AGAIN_S, BEGIN_S, Chores
from kiosk.branch.printing.outlet import Outlet
from kiosk.devices.printer.port import Job
from kiosk.devices.printer.simulated import SimulatedPrinter
from kiosk.domain import facts as f
from kiosk.domain.slip import Number, Slip
from kiosk.records.database.problems import StoreProblem
from tests.reception import HOUR_MS, Reception

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kiosk.branch.book import PrinterKind
    from kiosk.branch.printing.copies import Form
    from kiosk.domain.answers import Answer
    from kiosk.domain.day import Day
    from kiosk.domain.requests import By, Request

T = TypeVar("T")

SLIP = Slip("zh", "A001", (Number("A001"),))


class Between:
    """A reception, a worker and a clock, as chores use them; `done` is what the worker was given to do."""

    def __init__(self, folder: Path, kind: PrinterKind = "paper") -> None:
        self.room = Reception()
        self.says: f.PrinterCondition | None = "ready"
        self.now_s = 0.0
        self.disk_full = False
        self.system = SYSTEM
        self.done: list[str] = []
        outlet = Outlet(SimulatedPrinter(), kind)
        practice: list[tuple[Slip, Form]] = [(SLIP, "png"), (SLIP, "pdf")]
        self._folder = folder
        self.chores = Chores(self, self, outlet, iter(practice), lambda: self.now_s)  # type: ignore[arg-type]

    def do_all(self) -> list[str]:
        """Do chores until there are none, and return what the worker did."""
        self.done = []
        while asyncio.run(self.chores.one(self._folder)):
            pass
        return self.done

    def told(self) -> list[tuple[str, str]]:
        """Return what the journal tells of printers."""
        facts = [one.fact for one in self.room.recorded]
        return [(fact.printer, fact.condition) for fact in facts if isinstance(fact, f.PrinterChanged)]

    async def look(self, read: Callable[[Day, int], T]) -> T:
        return read(self.room.day, self.room.now_ms)

    async def ask(self, request_id: str, request: Request, by: By) -> Answer:
        del request_id
        if self.disk_full:
            raise StoreProblem("disk_full", self._folder)
        return self.room.ask(request, by.role)

    async def condition(self) -> f.PrinterCondition | None:
        self.done.append("asks")
        return self.says

    async def keep_copy(self, job: Job, form: Form, folder: Path) -> None:
        assert folder == self._folder
        self.done.append(f"{job.id}.{form}")

    async def practise(self, slip: Slip, form: Form) -> None:
        assert slip is SLIP
        self.done.append(f"practises {form}")


@pytest.fixture
def between(tmp_path: Path) -> Between:
    return Between(tmp_path)


def test_a_service_that_has_just_started_does_nothing_for_paper_yet(between: Between) -> None:
    assert between.do_all() == []

    between.now_s = BEGIN_S

    assert between.do_all() == ["asks", "practises png", "practises pdf"]
    assert between.told() == [("paper", "ready")]


def test_after_a_slip_the_printer_is_asked_first_then_come_copies_then_practice(between: Between) -> None:
    between.says = "near_end"

    between.chores.after_slip(Job("s1", SLIP))

    assert between.do_all() == ["asks", "s1.png", "s1.pdf", "practises png", "practises pdf"]
    assert between.told() == [("paper", "near_end")]


def test_an_idle_printer_is_asked_again_and_again_and_only_news_is_recorded(between: Between) -> None:
    seen: tuple[f.PrinterCondition, ...] = ("ready", "ready", "paper_out", "paper_out", "ready")
    for turn, condition in enumerate(seen):
        between.says = condition
        between.now_s = BEGIN_S + turn * ASK_AGAIN_S
        assert between.do_all()[0] == "asks"
        assert between.do_all() == []

    assert between.told() == [("paper", "ready"), ("paper", "paper_out"), ("paper", "ready")]


def test_a_new_day_hears_again_how_the_printer_is(between: Between) -> None:
    between.says = "near_end"
    between.chores.after_slip(Job("s1", SLIP))
    between.do_all()

    between.room.wait(ms=24 * HOUR_MS)
    between.room.keep_day()
    between.do_all()

    assert between.told() == [("paper", "near_end")] * 2
    assert between.room.day.printers == {"paper": "near_end"}


def test_news_that_a_full_disk_does_not_take_is_told_when_it_can_be(between: Between) -> None:
    between.says = "jam"
    between.disk_full = True
    between.chores.after_slip(Job("s1", SLIP))
    between.do_all()
    assert between.told() == []

    between.disk_full = False
    between.do_all()

    assert between.told() == [("paper", "jam")]


def test_a_worker_that_died_over_the_question_changes_nothing_that_is_known(between: Between) -> None:
    between.says = "near_end"
    between.now_s = BEGIN_S
    between.do_all()

    between.says = None
    between.now_s += ASK_AGAIN_S
    between.do_all()

    assert between.told() == [("paper", "near_end")]


def test_of_a_printer_that_stood_here_earlier_today_nothing_is_known(tmp_path: Path) -> None:
    between = Between(tmp_path, "folder")
    between.room.happen([f.PrinterChanged("paper", "paper_out")])

    between.now_s = BEGIN_S
    between.do_all()

    assert between.room.day.printers == {"paper": "unsure", "folder": "ready"}


def test_where_slips_are_saved_anyway_no_second_copy_is_made(tmp_path: Path) -> None:
    between = Between(tmp_path, "folder")

    between.chores.after_slip(Job("s1", SLIP))

    assert between.do_all() == ["asks", "practises png", "practises pdf"]
