"""A customer's ways through the screens, stopping at every one of them, for whoever wants to look."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kiosk.domain import requests as r
from tests.ui.fake_branch import FakeBranch, slip_png

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.ui.conftest import Clock
    from tests.ui.hands import Hands


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
    yield "reasons"
    hands.press("reason-quick", "reason-cared_for")
    yield "reasons touched"
    hands.press("next")
    yield "question"
    hands.press("score-4", "back")
    yield "question again"
    hands.press("skip", "skip", "skip")
    hands.at("thanks")
    yield "thanks"


def printed(hands: Hands, status: str) -> bool:
    return bool(hands.number("printed") == status)


def steps_of_entrance(hands: Hands, branch: FakeBranch, clock: Clock) -> Iterator[str]:
    """Walk a customer with everything to say through the entrance, stopping at every screen."""
    yield "category"
    hands.press("care-elderly", "care-disabled", "care-pregnant", "tile-personal")
    yield "service"
    hands.press("more")
    yield "second page of services"
    while not hands.sees("tile-withdrawal"):
        hands.press("more")
    hands.press("tile-withdrawal")
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
    clock.seconds += 61
    hands.wait(lambda: hands.entrance.property("warned"))
    yield "warned at the number"
    hands.press("stay")
    for status in ("failed", "unknown"):
        branch.print_slip(b"", status)
        hands.wait(partial(printed, hands, status))
        yield status
    branch.print_slip(slip_png())
    hands.wait(lambda: hands.number("slip") > 0)
    yield "printed"


def steps_of_search(hands: Hands) -> Iterator[str]:
    """Look for a service by letters, with many, some and none found, and look at what the machines could do."""
    hands.press("tile-search")
    yield "search"
    hands.press("key-h")
    yield "found"
    hands.press("key-k", "found-remittance", "back")
    yield "found again"
    hands.press("clear", "startOver")
    hands.press("tile-personal", "tile-transfer", "option-own", "option-self", "machines")
    yield "offer"
