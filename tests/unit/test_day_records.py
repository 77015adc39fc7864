"""What the day keeps beside the queue: numbers, what was told, slips, ratings, help, the clock."""

from __future__ import annotations

import pytest

from kiosk.domain import facts as f
from kiosk.domain.visit import ticket_label
from tests.simulation.story import Story, picture, reception
from tests.simulation.waiting_room import NOW_MS


@pytest.fixture
def story() -> Story:
    return reception()


def test_a_ticket_is_found_by_date_series_and_number(story: Story) -> None:
    story.issue()
    leg = story.issue()

    assert story.day.by_ticket["2026-11-23", "A", 2] == story.leg(leg).visit
    assert story.day.ticket_of(leg) == "A002"
    assert story.day.ticket_of("") == ""
    assert story.day.last_number == {"A": 2}


@pytest.mark.parametrize(("number", "label"), [(1, "A001"), (999, "A999"), (1000, "A1000")])
def test_a_ticket_label_has_three_digits_and_more_when_needed(number: int, label: str) -> None:
    assert ticket_label("A", number) == label


def test_after_a_restore_every_series_goes_on_above_what_may_be_in_hands(story: Story) -> None:
    story.issue()

    story.tell(f.NumbersSkipped("2026-11-23", floor=200))

    assert (story.day.next_number("A"), story.day.next_number("B")) == (201, 201)
    assert story.day.ticket_of(story.issue()) == "A201"
    assert (story.day.next_number("A"), story.day.next_number("B")) == (202, 201)


def test_numbers_skipped_on_another_date_change_nothing(story: Story) -> None:
    before = picture(story.day)

    story.tell(f.NumbersSkipped("2026-11-22", floor=200))

    assert picture(story.day) == before


@pytest.mark.row("C2")
def test_a_visit_keeps_what_the_customer_was_told(story: Story) -> None:
    told = f.TicketIssued(
        visit="v", leg="l", series="B", number=7, service="cash", zone="hall", care="vip", minutes=5,
        channel="staff", language="en", answers={"who": "self"}, ready=("id_card",), ahead=3, low_min=4,
        high_min=9,
    )  # fmt: skip

    story.tell(told)

    visit = story.day.visits["v"]
    assert (visit.ticket, visit.date, visit.issued_ms) == ("B007", "2026-11-23", NOW_MS)
    assert (visit.ahead, visit.low_min, visit.high_min) == (3, 4, 9)
    assert (visit.language, visit.answers, visit.ready) == ("en", {"who": "self"}, ("id_card",))


def test_the_paper_is_apart_from_the_ticket(story: Story) -> None:
    leg = story.issue()
    visit, before = story.leg(leg).visit, story.leg(leg)

    story.tell(f.SlipQueued("s1", visit))
    story.tell(f.SlipStatusChanged("s1", visit, "sending"))
    story.tell(f.SlipQueued("s2", visit, reprint=True))
    story.tell(f.SlipStatusChanged("s1", visit, "unknown"))

    assert story.day.visits[visit].slips == {"s1": "unknown", "s2": "queued"}
    assert story.day.visit_of_slip == {"s1": visit, "s2": visit}
    assert story.day.slips_to_print == {"s2": NOW_MS}
    assert story.leg(leg) == before


def test_why_paper_failed_is_known_for_known_paper_only(story: Story) -> None:
    visit = story.leg(story.issue()).visit
    story.tell(f.SlipQueued("s1", visit))
    story.tell(f.GuideQueued("g1", "deposit"))
    story.tell(f.SlipStatusChanged("s1", visit, "failed", "paper_out"))
    story.tell(f.SlipStatusChanged("g1", "", "failed", "jam"))
    story.tell(f.SlipStatusChanged("s2", "nobody", "failed", "offline"))

    assert story.day.print_reasons == {"s1": "paper_out", "g1": "jam"}


@pytest.mark.row("D3")
def test_a_rating_marks_the_visit_as_rated_and_tells_no_score(story: Story) -> None:
    leg = story.issue()

    story.tell(f.VisitRated(story.leg(leg).visit, 1, {"speed": 2}))

    assert story.visit_of(leg).rated
    assert "score" not in str(story.visit_of(leg))


@pytest.mark.row("A4")
def test_a_call_for_help_stands_until_somebody_answers(story: Story) -> None:
    story.tell(f.HelpCalled("h1", "entrance"))
    story.tell(f.HelpCalled("h2", "exit"))
    story.tell(f.HelpAnswered("h1"))

    assert story.day.helps == {"h2": "exit"}


def test_a_jump_of_the_clock_leaves_its_mark_on_the_time_alone(story: Story) -> None:
    before = picture(story.day)

    story.tell(f.ClockJumped(by_ms=-86_400_000, when="running", quality="doubtful"))

    assert picture(story.day) == {**before, "time_quality": "doubtful"}


def test_the_branch_says_whether_it_is_a_demonstration() -> None:
    story = Story()

    story.tell(f.EpochStarted("B0755", "born", demonstration=True))

    assert (story.day.branch, story.day.demonstration) == ("B0755", True)
