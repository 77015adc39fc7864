"""What every printer promises, tried on each of them."""

from __future__ import annotations

import pickle
from threading import Thread
from typing import TYPE_CHECKING, get_args

import pytest

from kiosk.devices.printer.port import Job, NotPrinted, Outcome, Printed, Printer, Unknown
from kiosk.domain.facts import PrinterCondition
from tests.printer_benches import BENCHES, Bench
from tests.private_cups import WHY_NOT
from tests.slip_samples import ENGLISH, hostile_slip, slip

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(params=BENCHES, ids=lambda setting: setting.__name__)
def bench(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    if request.param.__name__ == "cups" and WHY_NOT:
        pytest.skip(WHY_NOT)
    with request.param(tmp_path, monkeypatch) as made:
        yield made


def well(bench: Bench) -> Outcome:
    """Return what a printer says of a slip that came out."""
    return Printed() if bench.knows else Unknown()


def test_a_slip_comes_out_once_and_nothing_else_is_claimed(bench: Bench) -> None:
    outcome = bench.printer.print(Job("j1", slip()))

    assert outcome == well(bench)
    assert bench.came_out(slip())


def test_what_is_reported_not_printed_did_not_come_out_and_may_be_tried_again(bench: Bench) -> None:
    bench.break_it()
    broken = bench.printer.print(Job("j1", slip()))
    nothing_left = bench.came_out()
    bench.mend_it()

    assert isinstance(broken, NotPrinted)
    assert nothing_left
    assert bench.printer.print(Job("j1", slip())) == well(bench)
    assert bench.came_out(slip())


def test_slips_come_out_one_after_the_other_and_do_not_replace_one_another(bench: Bench) -> None:
    for job in (Job("j1", slip()), Job("j2", slip(ENGLISH))):
        bench.printer.print(job)

    assert bench.came_out(slip(), slip(ENGLISH))


def test_hostile_words_are_printed_like_any_others(bench: Bench) -> None:
    assert bench.printer.print(Job("j1", hostile_slip())) == well(bench)
    assert bench.came_out(hostile_slip())


def test_a_printer_works_in_a_thread_of_its_own(bench: Bench) -> None:
    outcomes: list[Outcome] = []
    thread = Thread(target=lambda: outcomes.append(bench.printer.print(Job("j1", slip()))))

    thread.start()
    thread.join()

    assert outcomes == [well(bench)]


def test_a_printer_can_be_sent_to_a_worker_process(bench: Bench) -> None:
    sent: Printer = pickle.loads(pickle.dumps(bench.printer))  # noqa: S301  # our own bytes of a moment ago

    assert sent.print(Job("j1", slip())) == well(bench)


def test_a_printer_tells_its_condition_and_prints_nothing_for_it(bench: Bench) -> None:
    told = bench.printer.condition()

    assert told == ("ready" if bench.knows else "unsure")
    assert bench.came_out()


def test_the_condition_of_a_broken_printer_is_one_that_staff_can_act_on(bench: Bench) -> None:
    bench.break_it()
    told = bench.printer.condition()
    bench.mend_it()

    assert told in set(get_args(PrinterCondition)) - {"ready", "near_end", "unsure"}


@pytest.mark.parametrize("name", ["", "../j1", "a/b", ".hidden", "a\0", "x" * 101, "号"])
def test_a_job_id_is_always_safe_as_a_file_name(name: str) -> None:
    with pytest.raises(ValueError, match="not a job id"):
        Job(name, slip())
