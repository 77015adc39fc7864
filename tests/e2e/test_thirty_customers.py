"""Thirty customers through the real entrance screen, the real reception page and the real exit screen."""

import random
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlcipher3
from PySide6.QtGui import QGuiApplication

from kiosk.branch.upkeep.export import export
from kiosk.branch.upkeep.verify import verify
from kiosk.domain.answers import Issued
from kiosk.domain.catalogue import Service, every_answers
from kiosk.lab.hands import Hands
from kiosk.lab.running import RunningBranch
from kiosk.lab.tablet import Tablet, tablet
from kiosk.screens.entrance.model import EntranceModel
from kiosk.screens.main import Kind, Manner, Screen, build_screen
from tests.catalogue_samples import shipped_catalogue

CUSTOMERS = 30
KINDS: tuple[Kind, Kind] = ("entrance", "exit")
COUNTERS = ("1", "3", "4", "5", "6")
"""Between them they can do everything."""
NEEDS = ("", "", "", "elderly", "disabled", "pregnant")


@dataclass(frozen=True, slots=True)
class House:
    """The running whole."""

    branch: RunningBranch
    data: Path
    entrance: Screen
    exit: Screen
    page: Tablet


@pytest.fixture
def house(tmp_path: Path, qapp: QGuiApplication) -> Iterator[House]:  # noqa: ARG001 - screens need it
    with ExitStack() as stack:
        branch = stack.enter_context(RunningBranch(tmp_path))
        entrance, leaving = (screen_of(stack, branch, kind) for kind in KINDS)
        yield House(branch, tmp_path, entrance, leaving, stack.enter_context(tablet(branch.url)))


def screen_of(stack: ExitStack, branch: RunningBranch, kind: Kind) -> Screen:
    """Return a screen of the branch that is closed at the end."""
    screen = build_screen(kind, branch.url, f"{kind}-1", Manner(settle_s=0, motion=False))
    stack.callback(screen.close)
    return screen


def take(screen: Screen, hands: Hands, service: Service, chance: random.Random) -> Issued:
    """Go from the first screen to a number, answering and ticking as chance has it."""
    hands.until_connected()
    hands.until_step("category")
    hands.tap(f"tile-{service.category}")
    if hands.until_step("service", "question", "materials") == "service":
        while not hands.sees(f"tile-{service.code}"):
            hands.tap("more")
        hands.tap(f"tile-{service.code}")
    need = chance.choice(NEEDS)
    if need:
        hands.tap(f"care-{need}")
    for option in chance.choice(list(every_answers(service))).values():
        hands.until_step("question")
        hands.tap(f"option-{option}")
    hands.until_step("materials")
    hands.tap("next")
    hands.until_step("confirm")
    hands.tap("take")
    hands.until_step("result")
    assert isinstance(screen.model, EntranceModel)
    issued = screen.model.state.issued
    assert issued is not None
    assert hands.reads("ticket") == issued.ticket
    hands.tap("done")
    return issued


def serve_all(page: Tablet) -> list[str]:
    """Let the counters call, serve and finish by turns until nobody waits; return the numbers in order of call."""
    called: list[str] = []
    while page.waiting():
        for counter in COUNTERS:
            if page.may_call(counter):
                called.append(page.call_next(counter))
                page.start(counter)
                page.finish(counter)
    return called


def rate(hands: Hands, issued: Issued, score: int) -> None:
    """Key in number and check code at the exit, and give the same score to everything."""
    hands.until_connected()
    hands.until_step("number")
    for sign in issued.ticket:
        hands.tap(f"key-{sign}")
    hands.tap("next")
    hands.until_step("code")
    for sign in issued.check:
        hands.tap(f"key-{sign}")
    hands.tap("next")
    hands.until_step("score")
    hands.tap(f"score-{score}")
    hands.until_step("reasons")
    hands.tap("next")
    while hands.until_step("question", "sending", "thanks") == "question":
        place = hands.place
        hands.tap(f"score-{score}")
        hands.until_other_place(place)
    hands.until_step("thanks")
    hands.tap("done")


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.row("A3")
@pytest.mark.row("B1")
@pytest.mark.row("B4")
@pytest.mark.row("C1")
@pytest.mark.row("C2")
@pytest.mark.row("D3")
@pytest.mark.row("F1")
def test_thirty_customers_take_a_number_are_served_and_rate(house: House, tmp_path: Path) -> None:
    chance = random.Random(30)
    services = list(shipped_catalogue().services.values())
    wishes = services + chance.choices(services, k=CUSTOMERS - len(services))
    entrance, leaving = Hands(house.entrance), Hands(house.exit)
    for counter in COUNTERS:
        house.page.open_counter(counter, f"10{counter}")

    issued = [take(house.entrance, entrance, service, chance) for service in wishes]
    called = serve_all(house.page)
    scores = [chance.randint(1, 5) for _ in issued]
    for ticket, score in zip(issued, scores, strict=True):
        rate(leaving, ticket, score)
    house.branch.stop()

    assert len({ticket.ticket for ticket in issued}) == CUSTOMERS
    assert sorted(called) == sorted(ticket.ticket for ticket in issued)
    assert verify(house.data).sound
    assert recorded_scores(house.data, tmp_path / "export") == scores


def recorded_scores(data: Path, target: Path) -> list[int]:
    """Return the scores on disk in the order they were given, as any other tool would read them from the export."""
    export(data, target)
    conn = sqlcipher3.connect(str(target / "records.sqlite"))
    try:
        assert conn.execute("SELECT count(*) FROM leg WHERE status = 'finished'").fetchone() == (CUSTOMERS,)
        return [score for (score,) in conn.execute("SELECT score FROM rating ORDER BY rated_ms")]
    finally:
        conn.close()
