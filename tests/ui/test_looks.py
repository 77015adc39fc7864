"""Every step in both languages and both orientations: nothing too small, cut off, crowded, pale or nameless."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest

from kiosk.domain import requests as r
from kiosk.domain.answers import Refusal
from kiosk.domain.branch_plan import Hours
from kiosk.domain.catalogue import every_answers
from kiosk.domain.flow import events as e
from tests.ui.conftest import LANDSCAPE, PORTRAIT
from tests.ui.fake_branch import MORNING_MS, FakeBranch, shipped_setting, slip_png
from tests.ui.looks import capital_of, faults, px_per_mm, words_faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtQuick import QQuickItem

    from tests.ui.conftest import Clock, StandBefore
    from tests.ui.hands import Hands

pytestmark = [
    pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["upright", "lying"]),
    pytest.mark.parametrize("language", ["zh", "en"]),
]
ENTRANCE_REFUSALS = (
    "before_opening",
    "after_cutoff",
    "day_closed",
    "unknown_service",
    "bad_answer",
    "disk_full",
)
EXIT_REFUSALS = ("not_finished", "already_rated", "wrong_ticket_or_check", "disk_full")


def printed(hands: Hands, status: str) -> bool:
    return bool(hands.number("printed") == status)


def steps_of_entrance(hands: Hands, branch: FakeBranch) -> Iterator[str]:
    """Walk a customer with everything to say through the entrance, stopping at every screen."""
    yield "category"
    hands.press("care-elderly", "care-disabled", "care-pregnant", "tile-personal")
    yield "service"
    hands.press("more")
    yield "second page of services"
    hands.press("more", "tile-withdrawal")
    for option in ("early", "from_200k", "agent"):
        yield f"question before {option}"
        hands.press(f"option-{option}")
    hands.press("material-id_card")
    yield "materials"
    hands.press("next")
    hands.wait(lambda: hands.number("waitKnown"))
    yield "confirm"
    hands.press("callHelp")
    hands.wait(lambda: hands.screen.house.property("help") == "called")
    yield "help"
    hands.press("dismiss", "take")
    hands.at("result")
    yield "result"
    hands.press("callHelp")
    hands.wait(lambda: hands.screen.house.property("help") == "called")
    yield "help at the number"
    hands.press("dismiss")
    for status in ("failed", "unknown"):
        branch.print_slip(b"", status)
        hands.wait(partial(printed, hands, status))
        yield status
    branch.print_slip(slip_png())
    hands.wait(lambda: hands.number("slip") > 0)
    yield "printed"


def test_every_step_of_the_entrance_is_in_order(
    stand_before: StandBefore, branch: FakeBranch, size: tuple[int, int], language: str
) -> None:
    hands = stand_before("entrance", size=size)
    hands.entrance.speak(language)

    found = [f"at {place}: {fault}" for place in steps_of_entrance(hands, branch) for fault in faults(hands)]

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
    for code in ENTRANCE_REFUSALS:
        hands.entrance._session.feed(e.Late())  # noqa: SLF001 - what the network does at its own time
        found += faults(hands)
        hands.entrance._session.feed(e.Heard(Refusal(code)))  # noqa: SLF001 - same
        found += faults(hands)
        hands.entrance.back()
        hands.entrance.goOn()

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

        assert faults(hands) == []
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


def steps_of_exit(hands: Hands, branch: FakeBranch, clock: Clock) -> Iterator[str]:
    """Walk a customer with everything to say through the exit, stopping at every screen."""
    branch.ask(r.IssueTicket("withdrawal", {"kind": "current", "amount": "up_to_50k", "who": "self"}))
    ticket, check = branch.serve("A001")
    yield "empty"
    hands.press(*(f"key-{sign}" for sign in ticket))
    yield "number"
    clock.seconds += 61
    hands.wait(lambda: hands.exit.property("warned"))
    yield "warned"
    hands.press("stay", "next", *(f"key-{sign}" for sign in check))
    yield "code"
    hands.press("next")
    hands.at("score")
    yield "score"
    hands.press("score-4")
    yield "question"
    hands.press("score-4", "back")
    yield "question again"
    hands.press("skip", "skip", "skip")
    hands.at("thanks")
    yield "thanks"


def test_every_step_of_the_exit_is_in_order(
    stand_before: StandBefore, branch: FakeBranch, clock: Clock, size: tuple[int, int], language: str
) -> None:
    hands = stand_before("exit", size=size)
    hands.exit.speak(language)

    found = [
        f"at {place}: {fault}" for place in steps_of_exit(hands, branch, clock) for fault in faults(hands)
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
    for code in EXIT_REFUSALS:
        hands.exit.goOn()
        hands.exit._session.feed(e.Late())  # noqa: SLF001 - what the network does at its own time
        found += faults(hands)
        hands.exit._session.feed(e.Heard(Refusal(code)))  # noqa: SLF001 - same
        found += faults(hands)
        hands.exit.back()

    assert found == []


def test_no_service_of_the_catalogue_has_words_too_long_for_its_screens(
    stand_before: StandBefore, size: tuple[int, int], language: str
) -> None:
    hands = stand_before("entrance", size=size)
    catalogue = shipped_setting().catalogue
    found = []
    for service in catalogue.services.values():
        hands.entrance.speak(language)
        offered = catalogue.services_in(service.category)
        hands.entrance._session.feed(e.ChooseCategory(service.category, offered))  # noqa: SLF001 - quicker than touching
        hands.entrance._session.feed(e.ChooseService(service))  # noqa: SLF001 - same
        longest = max(every_answers(service), key=len)
        while hands.step == "question":
            found += words_faults(hands)
            code = hands.entrance.state.answers
            question = next(
                each for each in service.questions if each.code in longest and each.code not in code
            )
            hands.entrance.reply(longest[question.code])
        for _ in range(int(hands.entrance.property("pages"))):
            found += words_faults(hands)
            hands.entrance.more()
        hands.entrance.goOn()
        found += words_faults(hands)
        hands.entrance.startOver()

    assert found == []


def test_every_page_of_every_category_is_in_order(
    stand_before: StandBefore, size: tuple[int, int], language: str
) -> None:
    hands = stand_before("entrance", size=size)
    hands.entrance.speak(language)
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
