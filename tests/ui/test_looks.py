"""Every step in every size, low and not, in both languages and orientations: nothing small, cut off, crowded, nameless."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kiosk.domain import requests as r
from kiosk.domain.answers import Done, Refusal
from kiosk.domain.branch_plan import Hours
from kiosk.domain.catalogue import every_answers
from kiosk.domain.flow import events as e
from tests.faults.harness import LONG
from tests.matrix import in_languages
from tests.ui.conftest import LANDSCAPE, PORTRAIT
from tests.ui.fake_branch import MORNING_MS, FakeBranch, shipped_setting
from tests.ui.looks import capital_of, every_size, faults, px_per_mm, shape_faults, words_faults
from tests.ui.walks import steps_of_entrance, steps_of_exit, steps_of_search

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtQuick import QQuickItem

    from kiosk.domain.catalogue import Service
    from tests.ui.conftest import Clock, StandBefore
    from tests.ui.hands import Hands

pytestmark = [
    in_languages({"upright": PORTRAIT, "lying": LANDSCAPE}),
]
ENTRANCE_REFUSALS = (
    "before_opening",
    "after_cutoff",
    "day_closed",
    "unknown_service",
    "bad_answer",
    "disk_full",
)
WAITS_TOLD = {
    "question": (),
    "confirm": ("option-current", "option-up_to_50k", "option-self", "next"),
    "result": ("take",),
}
"""Where the wait stands on the screen, and the touches that lead from one such step to the next."""
EXIT_REFUSALS = (
    Refusal("not_finished"),
    Refusal("already_rated"),
    Refusal("wrong_ticket_or_check"),
    Refusal("too_many_tries", {"wait_s": "60"}),
    Refusal("wrong_code"),
    Refusal("other_branch"),
    Refusal("other_day", {"date": "2026-09-30"}),
    Refusal("disk_full"),
)


def faults_in_every_size(hands: Hands, place: str) -> list[str]:
    """Return what is wrong with the screen as it stands, in the usual and the largest size, or in all four; low and not."""
    return [
        f"at {place}, {view}: {fault}"
        for view in every_size(hands)
        if LONG or view.split()[0] in {"M", "XL"}
        for fault in shape_faults(hands)
    ]


def test_every_step_of_the_entrance_is_in_order(
    stand_before: StandBefore, branch: FakeBranch, clock: Clock, size: tuple[int, int], language: str
) -> None:
    hands = stand_before("entrance", size=size)
    hands.entrance.speak(language)

    found = [
        fault
        for place in steps_of_entrance(hands, branch, clock)
        for fault in faults_in_every_size(hands, place)
    ]

    assert found == []


def test_every_place_that_tells_the_wait_is_in_order_before_a_counter_is_open(
    stand_before: StandBefore, branch: FakeBranch, size: tuple[int, int], language: str
) -> None:
    for counter in "1234":
        branch.ask(r.CloseCounter(counter))
    hands = stand_before("entrance", size=size)
    hands.entrance.speak(language)
    found = []
    hands.press("tile-personal", "tile-withdrawal")
    for place, touches in WAITS_TOLD.items():
        hands.press(*touches)
        hands.at(place)
        hands.wait(lambda: hands.number("waitKnown"))
        found += faults_in_every_size(hands, place)

    assert found == []


def test_every_refusal_of_the_entrance_and_a_late_answer_are_in_order(
    stand_before: StandBefore, branch: FakeBranch, size: tuple[int, int], language: str
) -> None:
    hands = stand_before("entrance", size=size)
    hands.entrance.speak(language)
    hands.press(
        "tile-personal", "tile-withdrawal", "option-current", "option-up_to_50k", "option-self", "next"
    )
    found = []
    branch.go_away()
    hands.press("take")
    hands.entrance._session.feed(e.Late())  # noqa: SLF001 - what the network does at its own time
    found += faults_in_every_size(hands, "late")
    for code in ENTRANCE_REFUSALS:
        hands.entrance._session.feed(e.Heard(Refusal(code)))  # noqa: SLF001 - same
        found += faults_in_every_size(hands, code)
        hands.entrance.back()
        hands.entrance.goOn()

    assert found == []


def test_search_and_offer_are_in_order(
    stand_before: StandBefore, size: tuple[int, int], language: str
) -> None:
    hands = stand_before("entrance", size=size)
    hands.entrance.speak(language)

    found = [fault for place in steps_of_search(hands) for fault in faults_in_every_size(hands, place)]

    assert found == []


@pytest.mark.parametrize("doors", ["before", "cutoff", "after", "closed", "rest"])
def test_every_reason_to_be_shut_is_in_order(
    stand_before: StandBefore, size: tuple[int, int], language: str, doors: str
) -> None:
    shut = shut_branch(doors)
    try:
        hands = stand_before("entrance", size=size, branch=shut)
        hands.wait(lambda: hands.screen.house.property("doors") == doors)
        hands.entrance.speak(language)

        assert faults_in_every_size(hands, doors) == []
        assert hands.sees("callHelp")
    finally:
        shut.go_away()


def shut_branch(doors: str) -> FakeBranch:
    """Return a branch that is shut in one of the ways, at ten on a Friday."""
    minutes = {"before": (660, 1020), "cutoff": (540, 605), "after": (480, 540), "rest": None}.get(
        doors, (540, 1020)
    )
    today = Hours(*minutes) if minutes else None
    plan = replace(
        shipped_setting().plan, hours=(Hours(540, 1020),) * 4 + (today, None, None), cutoff_minutes=15
    )
    branch = FakeBranch(replace(shipped_setting(), plan=plan), MORNING_MS)
    branch.ask(r.OpenCounter("1"))
    if doors == "closed":
        branch.ask(r.CloseDay())
    return branch


def test_every_step_of_the_exit_is_in_order(
    stand_before: StandBefore, branch: FakeBranch, clock: Clock, size: tuple[int, int], language: str
) -> None:
    hands = stand_before("exit", size=size)
    hands.exit.speak(language)

    found = [
        fault for place in steps_of_exit(hands, branch, clock) for fault in faults_in_every_size(hands, place)
    ]

    assert found == []


def test_every_refusal_of_the_exit_is_in_order(
    stand_before: StandBefore, branch: FakeBranch, size: tuple[int, int], language: str
) -> None:
    hands = stand_before("exit", size=size)
    hands.exit.speak(language)
    hands.press("key-A", "key-0", "key-0", "key-1", "next", "key-1", "key-2", "key-3", "key-4")
    branch.go_away()
    found = []
    for refusal in EXIT_REFUSALS:
        hands.exit.goOn()
        hands.exit._session.feed(e.Late())  # noqa: SLF001 - what the network does at its own time
        found += faults_in_every_size(hands, "late")
        hands.exit._session.feed(e.Heard(refusal))  # noqa: SLF001 - same
        found += faults_in_every_size(hands, refusal.code)
        hands.exit.back()

    assert found == []


@pytest.mark.row("D1")
@pytest.mark.parametrize("score", [1, 5])
def test_whatever_was_done_its_aftercare_is_in_order_beside_the_thanks(
    stand_before: StandBefore, size: tuple[int, int], language: str, score: int
) -> None:
    hands = stand_before("exit", size=size)
    hands.exit.speak(language)
    feed, codes = hands.exit._session.feed, tuple(shipped_setting().catalogue.services)  # noqa: SLF001 - quicker
    found = []
    for number in range(0, len(codes) if score == 1 else 3, 3):
        for event in seen_and_rated(codes[number : number + 3], score):
            feed(event)
        hands.at("thanks")
        found += faults_in_every_size(hands, f"aftercare from {codes[number]}")
        feed(e.More())
        found += faults_in_every_size(hands, f"the second page of aftercare from {codes[number]}")
        feed(e.StartOver())

    assert found == []


def seen_and_rated(services: tuple[str, ...], score: int) -> Iterator[e.Event]:
    """Yield what happens to somebody who had these services done and gives nothing but a score."""
    yield e.Scanned("K1")
    yield e.Found("v1", "A001", "1234", services, finished=True, rated=False)
    yield from (e.Score(score), e.Next(), e.Skip(), e.Skip(), e.Skip(), e.Heard(Done("v1")))


@pytest.mark.parametrize("view", ["M", "XL"])
def test_no_service_of_the_catalogue_has_words_too_long_for_its_screens(
    stand_before: StandBefore, size: tuple[int, int], language: str, view: str
) -> None:
    hands = stand_before("entrance", size=size)
    hands.entrance.speak(language)
    enlarge(hands, view)
    catalogue = shipped_setting().catalogue
    found = []
    for service in catalogue.services.values():
        offered = catalogue.services_in(service.category)
        hands.entrance._session.feed(e.ChooseCategory(service.category, offered))  # noqa: SLF001 - quicker than touching
        hands.entrance._session.feed(e.ChooseService(service))  # noqa: SLF001 - same
        found += [f"{service.code}: {fault}" for fault in faults_of_service(hands, service)]
        hands.entrance.startOver()

    assert found == []


def faults_of_service(hands: Hands, service: Service) -> Iterator[str]:
    """Give the answers that bring most to do, and tell what is wrong with the words up to the confirmation."""
    longest = max(every_answers(service), key=len)
    while hands.step == "question":
        yield from words_faults(hands)
        answered = hands.entrance.state.answers
        question = next(
            each for each in service.questions if each.code in longest and each.code not in answered
        )
        hands.entrance.reply(longest[question.code])
    for _ in range(int(hands.entrance.property("pages"))):
        yield from words_faults(hands)
        hands.entrance.more()
    hands.entrance.goOn()
    yield from words_faults(hands)


def enlarge(hands: Hands, view: str) -> None:
    """Press 大字 until it says that size."""
    while hands.screen.look.property("size") != view:
        hands.screen.look.larger()


@pytest.mark.parametrize("view", ["M", "XL"])
def test_every_page_of_every_category_is_in_order(
    stand_before: StandBefore, size: tuple[int, int], language: str, view: str
) -> None:
    hands = stand_before("entrance", size=size)
    hands.entrance.speak(language)
    enlarge(hands, view)
    found = []
    for category in ("personal", "corporate", "special"):
        hands.entrance.chooseCategory(category)
        for _ in range(int(hands.entrance.property("pages"))):
            found += words_faults(hands)
            hands.entrance.more()
        hands.entrance.back()

    assert found == []


@pytest.mark.parametrize("number", [1, 999, 1000])
def test_the_number_is_the_hero(
    stand_before: StandBefore, branch: FakeBranch, size: tuple[int, int], language: str, number: int
) -> None:
    branch.day.last_number["A"] = number - 1
    hands = stand_before("entrance", size=size)
    hands.entrance.speak(language)
    hands.take("withdrawal", "current", "up_to_50k", "self")
    hands.at("result")

    ticket: QQuickItem = hands.find("ticket")

    assert ticket.property("text") == f"A{number:03d}"
    assert capital_of(ticket) / px_per_mm(hands) >= 39.8
    assert faults(hands) == []
