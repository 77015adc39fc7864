"""The link of a screen: in step with the branch, honest when it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QTest

from kiosk.domain import requests as r
from kiosk.domain.answers import Answer, Done, Refusal
from kiosk.screens.errand import Timing
from kiosk.screens.link import Link
from tests.ui.conftest import QUICK
from tests.ui.fake_branch import MORNING_MS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtGui import QGuiApplication

    from tests.ui.conftest import Clock
    from tests.ui.fake_branch import FakeBranch


@pytest.fixture
def link(branch: FakeBranch, clock: Clock, qapp: QGuiApplication) -> Iterator[Link]:
    del qapp
    link = Link(branch.url, "entrance", "entrance-1", timing=QUICK, now=clock)
    yield link
    link.stop()


def wait(condition: Callable[[], object], seconds: float = 5) -> None:
    for _ in range(int(seconds * 200)):
        if condition():
            return
        QTest.qWait(5)
    pytest.fail("it never came")


def connected(link: Link) -> None:
    link.start()
    wait(lambda: link.condition == "connected")


def test_it_knows_the_branch_the_day_and_the_time(link: Link, clock: Clock) -> None:
    assert (link.condition, link.now_ms(), link.book) == ("connecting", None, None)

    connected(link)
    clock.seconds += 7

    assert link.book is not None
    assert link.book.plan.name.zh == "示范支行"
    assert set(link.day.counters) == {"1", "2", "3", "4"}
    assert link.now_ms() == MORNING_MS + 7000
    assert b"<svg" in link.map_svg


def test_facts_arrive_and_change_the_day(link: Link, branch: FakeBranch) -> None:
    connected(link)

    branch.ask(r.CloseCounter("4"))

    wait(lambda: set(link.day.counters) == {"1", "2", "3"})


def test_facts_it_may_not_see_leave_no_gap(link: Link, branch: FakeBranch) -> None:
    connected(link)

    branch.ask(r.IssueTicket("withdrawal", {"kind": "current", "amount": "up_to_50k", "who": "self"}))
    branch.ask(r.CallNext("1"))
    branch.ask(r.CloseCounter("4"))

    wait(lambda: "4" not in link.day.counters)
    assert link.condition == "connected"


def test_what_it_missed_while_away_is_fetched_by_number(link: Link, branch: FakeBranch) -> None:
    connected(link)
    heard: list[str] = []
    link.fact.connect(lambda recorded: heard.append(recorded.fact.kind))

    branch.go_away()
    wait(lambda: link.condition == "away")
    branch.ask(r.CloseCounter("4"))
    branch.ask(r.CloseCounter("3"))
    branch.come_back()
    wait(lambda: link.condition == "connected")

    wait(lambda: heard == ["counter_closed", "counter_closed"])
    assert set(link.day.counters) == {"1", "2"}


def test_a_silent_stream_is_a_dead_one(link: Link, branch: FakeBranch) -> None:
    connected(link)

    branch.mute = True
    wait(lambda: link.condition == "away")
    branch.mute = False

    wait(lambda: link.condition == "connected")


def test_the_default_patience_is_that_of_the_heartbeat() -> None:
    assert Timing().heartbeat_s == 12


def test_the_pauses_between_attempts_grow_up_to_a_longest_one() -> None:
    pauses = [Timing().retry_ms(attempt) for attempt in (1, 2, 3, 4, 5, 6, 50)]

    assert pauses == [250, 500, 1000, 2000, 4000, 5000, 5000]


def test_another_epoch_brings_a_new_snapshot(link: Link, branch: FakeBranch) -> None:
    connected(link)

    branch.begin_epoch()

    wait(lambda: link.day.counters == {})


def test_a_new_catalogue_is_fetched_when_the_day_opens_with_it(link: Link, branch: FakeBranch) -> None:
    connected(link)
    less = branch.without_service("wealth")
    branch.setting = branch.with_version(less, "another")

    branch.now_ms += 24 * 3_600_000
    branch.ask(r.OpenCounter("1"))

    wait(lambda: link.book is not None and link.book.catalogue.version == "another")
    assert link.book is not None
    assert "wealth" not in link.book.catalogue.services


def test_a_refusal_is_an_answer(link: Link) -> None:
    answers: list[Answer] = []

    link.ask(r.IssueTicket("none_such"), answers.append, lambda: None)
    wait(lambda: answers)

    assert answers == [Refusal("unknown_service", {"service": "none_such"})]


def test_an_answer_that_takes_long_is_told_of_once_and_still_heard(link: Link, branch: FakeBranch) -> None:
    answers: list[Answer] = []
    lates: list[int] = []
    branch.go_away()

    link.ask(r.CallHelp("here"), answers.append, lambda: lates.append(1))
    wait(lambda: lates)
    branch.come_back()
    wait(lambda: answers)

    assert isinstance(answers[0], Done)
    assert (len(lates), len(answers), len({request for _, request in branch.asked})) == (1, 1, 1)


def test_a_service_that_is_stopping_has_not_answered(link: Link, branch: FakeBranch) -> None:
    answers: list[Answer] = []
    branch.refuse_with = Refusal("stopping")

    link.ask(r.CallHelp("here"), answers.append, lambda: None)
    wait(lambda: len(branch.asked) >= 3)
    branch.refuse_with = None
    wait(lambda: answers)

    assert isinstance(answers[0], Done)
    assert len({request for _, request in branch.asked}) == 1


def test_a_cancelled_request_is_not_heard_of_again(link: Link, branch: FakeBranch) -> None:
    answers: list[Answer] = []
    branch.slow_s = 0.2

    errand = link.ask(r.CallHelp("here"), answers.append, lambda: None)
    wait(lambda: branch.asked)
    errand.cancel()
    for _ in range(60):
        QTest.qWait(5)

    assert answers == []
    assert len(branch.asked) == 1
