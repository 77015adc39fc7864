"""The spool: each slip is sent once, its end is told truly, and no fault of a printer or restart prints it again."""

from __future__ import annotations

import os
import signal
import uuid
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from kiosk.app import serve
from kiosk.branch.database.store import reading
from kiosk.branch.desk import SYSTEM
from kiosk.branch.printing import spool
from kiosk.branch.printing.outlet import Outlet
from kiosk.branch.printing.slip_content import Words, slip_of
from kiosk.domain.requests import ReportPrint
from kiosk.records.database.problems import StoreProblem
from tests.faults.harness import wait_until
from tests.scripted_printer import ScriptedPrinter
from tests.served import NoSpool, Served, served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kiosk.domain.answers import Answer
    from kiosk.domain.day import Day
    from kiosk.domain.facts import PrintStatus
    from kiosk.domain.requests import By, Request
    from kiosk.domain.setting import Setting
    from kiosk.domain.slip import Slip
    from tests.scripted_printer import Act

    MakePrinter = Callable[..., ScriptedPrinter]


@pytest.fixture
def printer_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakePrinter:
    """Return a maker of the printer that the next service will have."""

    def make(*script: Act) -> ScriptedPrinter:
        printer = ScriptedPrinter(tmp_path / "printed", *script)
        monkeypatch.setattr(serve, "outlet_of", lambda _: Outlet(printer))
        return printer

    return make


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


def issue(branch: Served, count: int = 1) -> list[str]:
    """Issue tickets and return their slips."""
    return [branch.did("issue_ticket", service="deposit")["slip"] for _ in range(count)]


def statuses(day: Day) -> dict[str, PrintStatus]:
    return {slip: status for visit in day.visits.values() for slip, status in visit.slips.items()}


def wait_for(branch: Served, expected: dict[str, str]) -> None:
    branch.wait_until(lambda day: expected.items() <= statuses(day).items())


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def told_of(folder: Path, slip: str) -> list[str]:
    """Return what the journal of a stopped branch tells of a slip."""
    with reading(folder) as (_, _, conn):
        rows = conn.execute(
            "SELECT body ->> '$.fact.status', body ->> '$.fact.reason' FROM journal"
            " WHERE kind = 'slip_status_changed' AND body ->> '$.fact.slip' = ? ORDER BY seq",
            (slip,),
        )
        return [" ".join(filter(None, row)) for row in rows]


@contextmanager
def served_without_spool(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """Run the service with nobody who prints."""
    with monkeypatch.context() as patched:
        patched.setattr(serve, "Spool", NoSpool)
        with served(folder) as branch:
            yield branch


def test_slips_are_printed_one_after_the_other_and_each_once(data: Path, printer_of: MakePrinter) -> None:
    printer = printer_of()
    with served(data) as branch:
        slips = issue(branch, 3)
        wait_for(branch, dict.fromkeys(slips, "printed"))

    assert printer.jobs() == slips
    assert [told_of(data, slip) for slip in slips] == [["sending", "printed"]] * 3


def test_what_became_of_a_slip_is_told_as_the_printer_knows_it_and_the_next_still_prints(
    data: Path,
    printer_of: MakePrinter,
) -> None:
    printer = printer_of("fails", "is unsure", "breaks", "prints")
    with served(data) as branch:
        slips = issue(branch, 4)
        wait_for(branch, dict(zip(slips, ("failed", "unknown", "unknown", "printed"), strict=True)))

    assert printer.jobs() == slips
    assert told_of(data, slips[0]) == ["sending", "failed paper_out"]
    assert len(set(printer.workers())) == 1


def test_a_slip_that_cannot_be_made_up_fails_and_the_next_is_printed(
    data: Path, printer_of: MakePrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken_for_the_first(day: Day, slip: str, setting: Setting, words: Words) -> Slip:
        if slip == next(iter(day.visit_of_slip)):
            raise ValueError("too long for a slip")
        return slip_of(day, slip, setting, words)

    monkeypatch.setattr(spool, "slip_of", broken_for_the_first)
    printer = printer_of()
    with served(data) as branch:
        broken, sound = issue(branch, 2)
        wait_for(branch, {broken: "failed", sound: "printed"})

    assert printer.jobs() == [sound]
    assert told_of(data, broken) == ["failed not_made_up"]


def test_a_killed_worker_leaves_its_slip_unknown_and_another_goes_on(
    data: Path, printer_of: MakePrinter
) -> None:
    printer = printer_of("hangs", "prints")
    with served(data) as branch:
        first, second = issue(branch, 2)
        branch.wait_until(lambda _: bool(printer.jobs()))
        os.kill(printer.workers()[0], signal.SIGKILL)
        wait_for(branch, {first: "unknown", second: "printed"})

    assert printer.jobs() == [first, second]
    assert told_of(data, first) == ["sending", "unknown"]
    assert len(set(printer.workers())) == 2


def test_no_customer_waits_for_a_printer(data: Path, printer_of: MakePrinter) -> None:
    printer = printer_of("hangs")
    with served(data) as branch:
        (slip,) = issue(branch)
        branch.wait_until(lambda day: statuses(day)[slip] == "sending" and bool(printer.jobs()))
        branch.did("open_counter", counter="1")
        called = branch.did("call_next", counter="1")
        os.kill(printer.workers()[0], signal.SIGKILL)

    assert called["ticket"] == "A001"


def test_a_slip_found_sending_at_the_start_is_unknown_and_not_printed_again(
    data: Path,
    printer_of: MakePrinter,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    printer = printer_of()
    with served_without_spool(data, monkeypatch) as branch:
        sent, waiting = issue(branch, 2)
        branch.run(branch.service.ask(str(uuid.uuid4()), ReportPrint(sent, "sending"), SYSTEM))

    with served(data) as branch:
        wait_for(branch, {sent: "unknown", waiting: "printed"})

    assert printer.jobs() == [waiting]
    assert told_of(data, sent) == ["sending", "unknown restarted"]


def test_what_was_queued_when_the_service_stopped_is_printed_by_the_next(
    data: Path,
    printer_of: MakePrinter,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    printer = printer_of()
    with served_without_spool(data, monkeypatch) as branch:
        slips = issue(branch, 2)

    for _ in range(2):
        with served(data) as branch:
            wait_for(branch, dict.fromkeys(slips, "printed"))

    assert printer.jobs() == slips


def test_a_service_that_stops_lets_the_slip_at_the_printer_come_out_and_says_so(
    data: Path,
    printer_of: MakePrinter,
) -> None:
    printer = printer_of("prints slowly")
    with served(data) as branch:
        first, second = issue(branch, 2)
        branch.wait_until(lambda _: bool(printer.jobs()))

    assert printer.jobs() == [first]
    assert told_of(data, first) == ["sending", "printed"]
    assert told_of(data, second) == []


def test_nothing_is_sent_that_could_not_be_recorded_first(
    data: Path,
    printer_of: MakePrinter,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    printer = printer_of()
    tried: list[str] = []
    with served(data) as branch:
        really_ask = branch.service.ask

        async def ask(request_id: str, request: Request, by: By) -> Answer:
            if isinstance(request, ReportPrint) and not tried:
                tried.append(request.status)
                assert printer.jobs() == []
                raise StoreProblem("disk_full", data)
            return await really_ask(request_id, request, by)

        monkeypatch.setattr(branch.service, "ask", ask)
        (slip,) = issue(branch)
        branch.wait_until(lambda _: bool(tried))
        assert printer.jobs() == []
        branch.did("call_help", place="entrance")  # something else happens, and the spool looks again
        wait_for(branch, {slip: "printed"})

    assert tried == ["sending"]
    assert printer.jobs() == [slip]


def test_an_end_that_a_full_disk_never_took_is_unknown_after_a_restart_and_nothing_prints_twice(
    data: Path,
    printer_of: MakePrinter,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    printer = printer_of()
    untold: list[str] = []
    with served(data) as branch:
        really_ask = branch.service.ask

        async def ask(request_id: str, request: Request, by: By) -> Answer:
            if isinstance(request, ReportPrint) and request.status == "printed":
                untold.append(request.slip)
                raise StoreProblem("disk_full", data)
            return await really_ask(request_id, request, by)

        monkeypatch.setattr(branch.service, "ask", ask)
        (slip,) = issue(branch)
        branch.wait_until(lambda _: slip in untold)

    with served(data) as branch:
        wait_for(branch, {slip: "unknown"})

    assert printer.jobs() == [slip]
    assert told_of(data, slip) == ["sending", "unknown restarted"]


@pytest.mark.row("B1")
def test_guidance_is_printed_like_a_ticket(data: Path, printer_of: MakePrinter) -> None:
    printer = printer_of("prints", "fails")
    with served(data) as branch:
        ticket = branch.did("issue_ticket", service="deposit")
        alone = branch.did("print_guide", service="credit_card")["about"]
        with_number = branch.did("print_guide", visit=ticket["visit"])["about"]
        expected = {ticket["slip"]: "printed", alone: "failed", with_number: "printed"}
        branch.wait_until(lambda day: {slip: day.print_status(slip) for slip in expected} == expected)

    assert printer.jobs() == [ticket["slip"], alone, with_number]
    assert told_of(data, alone) == ["sending", "failed paper_out"]


def test_guidance_found_sending_at_the_start_is_unknown_too(
    data: Path, printer_of: MakePrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    printer = printer_of()
    with served_without_spool(data, monkeypatch) as branch:
        guide = branch.did("print_guide", service="deposit")["about"]
        branch.run(branch.service.ask(str(uuid.uuid4()), ReportPrint(guide, "sending"), SYSTEM))

    with served(data) as branch:
        branch.wait_until(lambda day: day.print_status(guide) == "unknown")

    assert printer.jobs() == []


def test_while_the_printer_is_out_every_slip_is_tried_and_fails_at_once_and_none_is_printed_later(
    data: Path, printer_of: MakePrinter
) -> None:
    printer = printer_of("fails", "fails", "fails", "prints")
    with served(data) as branch:
        early = issue(branch, 3)
        wait_for(branch, dict.fromkeys(early, "failed"))
        (late,) = issue(branch)
        wait_for(branch, {**dict.fromkeys(early, "failed"), late: "printed"})

    assert printer.jobs() == [*early, late]


def test_a_worker_that_died_with_nothing_in_hand_costs_no_slip(data: Path, printer_of: MakePrinter) -> None:
    printer = printer_of()
    with served(data) as branch:
        (first,) = issue(branch)
        wait_for(branch, {first: "printed"})
        idle = printer.workers()[0]
        os.kill(idle, signal.SIGKILL)
        branch.wait_until(lambda _: not runs(idle))
        (second,) = issue(branch)
        wait_for(branch, {second: "printed"})

    assert printer.jobs() == [first, second]


def test_staff_hear_that_paper_runs_low_while_it_still_prints(data: Path, printer_of: MakePrinter) -> None:
    printer = printer_of()
    printer.becomes("near_end")
    with served(data) as branch:
        (slip,) = issue(branch)
        branch.wait_until(lambda day: day.printers == {"paper": "near_end"})
        wait_for(branch, {slip: "printed"})
        printer.becomes("ready")
        issue(branch)
        branch.wait_until(lambda day: day.printers == {"paper": "ready"})


def test_a_copy_for_the_eyes_follows_the_paper(data: Path, printer_of: MakePrinter) -> None:
    printer_of("prints", "fails")
    with served(data) as branch:
        slips = issue(branch, 2)
        wait_for(branch, dict(zip(slips, ("printed", "failed"), strict=True)))
        copies = [f"/v1/slips/{slip}.{form}" for slip in slips for form in ("png", "pdf")]
        wait_until(lambda: all(branch.get(copy).status_code == HTTPStatus.OK for copy in copies))
        shown = [branch.get(copy) for copy in copies]

        assert branch.get("/v1/catalogue").json()["printer"] == "paper"

    assert [answer.content[:4] for answer in shown] == [b"\x89PNG", b"%PDF"] * 2


def test_where_there_is_no_printer_a_slip_is_printed_by_being_saved(data: Path) -> None:
    with served(data) as branch:
        (slip,) = issue(branch)
        wait_for(branch, {slip: "printed"})
        shown = branch.get(f"/v1/slips/{slip}.png")
        assert branch.get("/v1/catalogue").json()["printer"] == "folder"

    assert shown.status_code == 200
    assert told_of(data, slip) == ["sending", "printed saved"]


def test_a_reprint_is_printed_beside_the_first_copy(data: Path, printer_of: MakePrinter) -> None:
    printer = printer_of("fails", "prints")
    with served(data) as branch:
        ticket = branch.did("issue_ticket", service="deposit")
        wait_for(branch, {ticket["slip"]: "failed"})
        again = branch.did("reprint", visit=ticket["visit"])["about"]
        wait_for(branch, {ticket["slip"]: "failed", again: "printed"})

    assert printer.jobs() == [ticket["slip"], again]
