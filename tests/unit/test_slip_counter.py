"""A slip printed while somebody is served, or bound for one counter, says which and by whose badge (A1)."""

from __future__ import annotations

import pytest

from kiosk.devices.printer.escpos.native import native_job
from kiosk.devices.printer.paper import PAPER_58, PAPER_80, Paper
from kiosk.devices.printer.png import render_png
from kiosk.domain import requests as r
from kiosk.domain.slip import Figures, Slip
from tests.escpos_reader import read
from tests.printed_slips import lines, parts, printed
from tests.reception import Reception
from tests.slip_reader import ink_box, picture
from tests.slip_samples import ENGLISH, HOSTILE, slip

pytestmark = pytest.mark.row("A1")
SERVED = ["请到 1 号柜台", "工号 1024 为您服务"]


@pytest.fixture
def room() -> Reception:
    room = Reception()
    room.did(r.OpenCounter("1", badge="1024"))
    return room


def reprinted(room: Reception, visit: str) -> Slip:
    """Return the slip that is printed once more."""
    room.did(r.Reprint(visit))
    *_, newest = room.visit(visit).slips
    return printed(room, newest)


def told(drawn: Slip) -> list[str]:
    """Return what the slip says of a counter and of the waiting; both at once would contradict each other."""
    said = [line for line in lines(drawn) if "号柜台" in line or "为您服务" in line]
    assert bool(said) != bool(parts(drawn, Figures))
    return said


@pytest.mark.parametrize("started", [False, True], ids=["called", "served"])
def test_a_slip_printed_again_at_the_counter_says_which_and_whose(room: Reception, *, started: bool) -> None:
    ticket = room.issue()
    leg = room.call().leg
    if started:
        room.step(r.StartService, leg)

    assert told(reprinted(room, ticket.visit)) == SERVED


def test_an_ordinary_slip_says_nothing_of_a_counter(room: Reception) -> None:
    ticket = room.issue()

    assert told(printed(room, ticket.slip)) == []
    assert told(reprinted(room, ticket.visit)) == []


def test_who_was_sent_to_one_counter_reads_which(room: Reception) -> None:
    room.did(r.OpenCounter("2", badge="1025"))
    ticket = room.issue()
    leg = room.call().leg
    room.step(r.TransferTicket, leg, service="deposit", counter="2")

    assert told(reprinted(room, ticket.visit)) == ["叫到您时，请到 2 号柜台", "工号 1025 为您服务"]


def test_a_counter_without_a_badge_is_told_without_one() -> None:
    room = Reception()
    room.open("1")
    ticket = room.issue()
    room.call()

    assert told(reprinted(room, ticket.visit)) == ["请到 1 号柜台"]


def test_who_is_done_is_sent_to_no_counter(room: Reception) -> None:
    ticket = room.served()

    assert told(reprinted(room, ticket.visit)) == []


@pytest.mark.parametrize("paper", [PAPER_58, PAPER_80], ids=["58 mm", "80 mm"])
def test_the_line_is_on_the_paper_in_both_languages(paper: Paper) -> None:
    chinese = read(native_job(slip(counter="1", called=True, badge="1024"), paper), paper).text
    english = read(native_job(slip(ENGLISH, counter="1", called=True, badge="1024"), paper), paper).text

    assert "请到1号柜台" in "".join(chinese.split())
    assert "工号1024为您服务" in "".join(chinese.split())
    assert "Gotocounter1柜台" in "".join(english.split())
    assert "badge工号1024" in "".join(english.split())


def test_a_hostile_badge_costs_the_slip_nothing() -> None:
    image = picture(render_png(slip(counter="1", badge=HOSTILE)))

    left, _, right, _ = ink_box(image)

    assert left >= 20
    assert right <= PAPER_80.dots - 20
