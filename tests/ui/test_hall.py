"""The hall screen leads people to their counter: calls, who is next, who missed it, how long it takes (C2, C3)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QRawFont

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Called, Issued
from kiosk.domain.branch_plan import Hours
from kiosk.domain.flow.hall import (
    AGAIN_S,
    AWAY_S,
    FLASH_S,
    HERO_S,
    LEAST_S,
    MOST_HEROES,
    MOST_ROWS,
)
from kiosk.fonts import variable_font_file
from tests.checkout import TOP
from tests.ui.fake_branch import MORNING_MS, FakeBranch, shipped_setting
from tests.ui.hands import is_pressable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtGui import QGuiApplication

    from kiosk.domain.setting import Setting
    from tests.ui.conftest import Clock, StandBefore
    from tests.ui.hands import Hands

pytestmark = pytest.mark.row("C3")
LYING = (1920, 1080)
HALL = TOP / "resources" / "qml" / "Kiosk" / "Hall"


class Hall:
    """Somebody who looks up at the hall screen while time is turned by hand."""

    def __init__(self, hands: Hands, branch: FakeBranch, clock: Clock) -> None:
        self.hands, self.branch, self.clock = hands, branch, clock

    def issue(self, service: str = "deposit", **fields: object) -> str:
        answer = self.branch.ask(r.IssueTicket(service, **fields), "entrance")  # type: ignore[arg-type]
        assert isinstance(answer, Issued)
        return answer.ticket

    def call(self, counter: str = "1") -> Called:
        answer = self.branch.ask(r.CallNext(counter))
        assert isinstance(answer, Called)
        return answer

    def step(self, request: Callable[..., r.Request], leg: str) -> None:
        self.branch.ask(request(leg, self.branch.day.legs[leg].version))

    def later(self, seconds: float) -> None:
        """Let time pass, at the branch as well, and the screen look at it, once it has heard what happened before."""
        self.hands.wait(self._in_step)
        self.clock.seconds += seconds
        self.branch.now_ms += int(seconds * 1000)
        self.hands.screen.model.look()  # type: ignore[union-attr]
        self.hands.settle()

    def _in_step(self) -> bool:
        link = self.hands.screen.link
        hears = link.condition == "connected" and self.branch.is_up() and not self.branch.mute
        return not hears or link._follower._seq == len(self.branch.journal)  # noqa: SLF001 - no screen shows it

    def drawn(self, kind: str) -> list[str]:
        """Return the tickets that stand on the screen as `hero`, `call` or `ticket`, as they are drawn."""
        self.hands.settle()
        names = [item.objectName() for item in self.hands.items()]
        return [name.removeprefix(f"{kind}-") for name in names if name.startswith(f"{kind}-")]

    def flashing(self) -> list[str]:
        return [
            item.objectName().partition("-")[2]
            for item in self.hands.items()
            if item.objectName().startswith(("call-", "hero-")) and item.property("flashing")
        ]

    def until(self, kind: str, *tickets: str) -> None:
        self.hands.wait(lambda: self.drawn(kind) == list(tickets))


@pytest.fixture
def look_up(stand_before: StandBefore, branch: FakeBranch, clock: Clock) -> Callable[..., Hall]:
    """Give a function that looks up at the hall screen of a branch."""

    def look(at: FakeBranch | None = None, size: tuple[int, int] = LYING, *, motion: bool = False) -> Hall:
        hands = stand_before("hall", branch=at, size=size, diagonal_in=55, motion=motion)
        return Hall(hands, at or branch, clock)

    return look


@pytest.fixture
def elsewhere() -> Iterator[Callable[..., FakeBranch]]:
    """Give a function that founds another branch."""
    branches: list[FakeBranch] = []

    def found(setting: Setting, now_ms: int = MORNING_MS) -> FakeBranch:
        branches.append(FakeBranch(setting, now_ms))
        return branches[-1]

    yield found
    for each in branches:
        each.go_away()


def closed_at_night() -> Setting:
    setting = shipped_setting()
    week = (Hours(9 * 60, 17 * 60),) * 7
    return replace(setting, plan=replace(setting.plan, hours=week, cutoff_minutes=15))


def with_many_counters(number: int) -> Setting:
    """Return a branch with so many counters like its first one."""
    setting = shipped_setting()
    like = setting.plan.counters[0]
    counters = tuple(replace(like, id=str(each)) for each in range(1, number + 1))
    return replace(setting, plan=replace(setting.plan, counters=counters))


def test_a_call_owns_the_screen_and_names_number_counter_and_zone(look_up: Callable[..., Hall]) -> None:
    hall = look_up()
    ticket = hall.issue()

    hall.call("1")
    hall.until("hero", ticket)

    words = hall.hands.words()
    assert {ticket, "请到 1 号柜台", "综合柜台", "个人业务区", "P"} <= set(words)
    assert "Counter 1 · Personal counters" in words
    assert hall.flashing().count(ticket) == 1


def test_a_call_that_was_read_joins_the_list_and_stays_until_it_is_over(look_up: Callable[..., Hall]) -> None:
    hall = look_up()
    ticket = hall.issue()
    called = hall.call("1")
    hall.until("hero", ticket)

    hall.later(HERO_S)
    hall.step(r.StartService, called.leg)
    hall.hands.wait(lambda: "办理中" in hall.hands.words())
    hall.later(3600)
    assert (hall.drawn("hero"), hall.drawn("call"), hall.flashing()) == ([], [ticket], [])
    hall.step(r.FinishService, called.leg)

    hall.until("call")


def test_the_screen_holds_still_where_motion_is_unwanted(look_up: Callable[..., Hall]) -> None:
    hall = look_up(motion=False)
    ticket = hall.issue()
    hall.call()
    hall.until("hero", ticket)
    hero = hall.hands.find(f"hero-{ticket}")

    looks = set()
    for _ in range(10):
        hall.hands.pause(0.06)
        looks.add(bool(hero.property("lit")))

    assert looks == {True}


def test_a_flash_is_two_turns_a_second_and_ends_after_three(look_up: Callable[..., Hall]) -> None:
    hall = look_up(motion=True)
    ticket = hall.issue()
    hall.call()
    hall.until("hero", ticket)
    hero = hall.hands.find(f"hero-{ticket}")

    hall.hands.wait(lambda: not hero.property("lit"))
    hall.hands.wait(lambda: hero.property("lit"))
    hall.later(FLASH_S)

    assert 1000 / (2 * hall.hands.theme.property("flash")) == 2
    assert (hall.drawn("hero"), hall.flashing()) == ([ticket], [])


def test_a_ticket_announced_again_flashes_again(look_up: Callable[..., Hall]) -> None:
    hall = look_up()
    ticket = hall.issue()
    called = hall.call()
    hall.until("hero", ticket)
    hall.later(HERO_S)
    assert hall.drawn("hero") == []

    hall.step(r.AnnounceAgain, called.leg)

    hall.until("hero", ticket)
    assert ticket in hall.flashing()


def test_whoever_does_not_come_is_called_a_second_time_by_itself(look_up: Callable[..., Hall]) -> None:
    hall = look_up()
    ticket = hall.issue()
    hall.call()
    hall.until("hero", ticket)

    hall.later(HERO_S)
    calm = hall.flashing()
    hall.later(AGAIN_S - HERO_S)

    assert (calm, hall.flashing(), hall.drawn("hero")) == ([], [ticket], [])
    hall.later(FLASH_S)
    assert hall.flashing() == []


def test_fifty_calls_are_each_shown_in_order_and_none_is_cut_off(
    look_up: Callable[..., Hall], elsewhere: Callable[..., FakeBranch]
) -> None:
    branch = elsewhere(with_many_counters(50))
    branch.open_counters(*(str(each) for each in range(1, 51)))
    hall = look_up(branch)
    tickets = [hall.issue() for _ in range(50)]

    shown: dict[str, int] = {}
    for number in range(50):
        hall.call(str(number + 1))
        if number % 5 == 4:
            hall.hands.wait(lambda: heard_calls(hall) == heard_calls(hall.branch))
            for _ in range(4):
                hall.later(0.25)
                note(hall, shown)
    for _ in range(60):
        hall.later(0.25)
        note(hall, shown)

    assert list(shown) == tickets
    assert (min(shown.values()) + 1) * 0.25 >= LEAST_S  # it came up just before it was first looked at
    assert hall.drawn("hero") == []
    assert len(hall.drawn("call")) == MOST_ROWS


def heard_calls(of: Hall | FakeBranch) -> int:
    """Return how many are at a counter, as the branch has it or as the screen has heard."""
    day = of.day if isinstance(of, FakeBranch) else of.hands.screen.link.day
    return sum(bool(counter.leg) for counter in day.counters.values())


def note(hall: Hall, shown: dict[str, int]) -> None:
    """Count one more look at everybody who owns the screen."""
    heroes = hall.drawn("hero")
    assert len(heroes) <= MOST_HEROES
    for ticket in heroes:
        shown[ticket] = shown.get(ticket, 0) + 1


def test_who_comes_up_next_is_told_and_leaves_that_place_with_the_call(look_up: Callable[..., Hall]) -> None:
    hall = look_up()
    first, second = hall.issue(), hall.issue()
    hall.until("ticket", first, second)

    hall.call()
    hall.until("hero", first)
    hall.later(HERO_S)

    hall.until("ticket", second)


def test_a_missed_call_is_told_with_what_to_do(look_up: Callable[..., Hall]) -> None:
    hall = look_up()
    ticket = hall.issue()
    called = hall.call()
    hall.until("hero", ticket)
    hall.later(HERO_S)

    hall.step(r.PassTicket, called.leg)

    hall.until("call")
    assert hall.drawn("ticket") == [ticket]
    assert {"过号请到咨询台", "Missed? Ask reception"} <= set(hall.hands.words())


@pytest.mark.row("C2")
def test_each_category_tells_people_and_a_range_or_that_nobody_can_tell(look_up: Callable[..., Hall]) -> None:
    hall = look_up()
    for _ in range(9):
        hall.issue()

    hall.hands.wait(lambda: "9 人" in hall.hands.words())

    words = hall.hands.words()
    assert any(word.startswith("约 ") and word.endswith(" 分钟") for word in words)
    assert "暂时无法估计" in words


def test_the_hall_asks_who_waits_at_most_once_a_second(
    look_up: Callable[..., Hall], branch: FakeBranch
) -> None:
    hall = look_up()
    hall.hands.wait(lambda: branch.hall_asked == 1)

    for _ in range(30):
        hall.issue()
    hall.hands.wait(lambda: "30 人" in hall.hands.words())

    assert branch.hall_asked <= 3


def test_nobody_can_tell_a_care_need_from_the_hall(
    look_up: Callable[..., Hall], elsewhere: Callable[..., FakeBranch]
) -> None:
    notices = {word for notice in shipped_setting().notices for word in (notice.zh, notice.en)}
    said = []
    for needs in ((), ("pregnant",)):
        branch = elsewhere(shipped_setting())
        branch.open_counters("1")
        hall = look_up(branch)
        ticket = hall.issue(care_needs=needs)
        hall.call()
        hall.until("hero", ticket)
        hall.later(HERO_S)
        said.append(set(hall.hands.words()) - notices)

    assert said[0] == said[1]


def test_every_word_of_the_hall_can_be_drawn_and_stands_there_in_both_languages(
    qapp: QGuiApplication,
) -> None:
    del qapp
    font = QRawFont(str(variable_font_file()), 20)
    code = "".join(
        re.sub(r"^\s*//.*$", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
        for file in HALL.glob("*.qml")
    )

    assert {sign for sign in code if ord(sign) > 127 and not font.supportsCharacter(ord(sign))} == set()
    assert "qsTr" not in code


def test_the_hall_has_nothing_to_press(look_up: Callable[..., Hall]) -> None:
    hall = look_up()

    assert not [item for item in hall.hands.items() if is_pressable(item)]


def test_branch_bank_day_notice_and_demonstration_are_told(look_up: Callable[..., Hall]) -> None:
    words = look_up().hands.words()

    assert {
        "示范银行 示范支行",
        "演示",
        "Demonstration",
        "10:00",
        "11月20日 星期五",
        "Friday 20 November",
    } <= set(words)
    assert any(notice.zh in words and notice.en in words for notice in shipped_setting().notices)


def test_a_branch_without_notices_leaves_their_room_to_the_calls(
    look_up: Callable[..., Hall], elsewhere: Callable[..., FakeBranch]
) -> None:
    branch = elsewhere(replace(shipped_setting(), notices=()))

    assert not look_up(branch).hands.sees("notice")


def test_before_the_first_contact_the_hall_asks_for_a_moment(
    stand_before: StandBefore, branch: FakeBranch, clock: Clock
) -> None:
    branch.go_away()
    hands = stand_before("hall", wait=False, size=LYING, diagonal_in=55)
    hands.settle()
    assert "正在准备，请稍等" in hands.words()

    hands.wait(lambda: hands.screen.link.condition == "away")
    clock.seconds += AWAY_S
    hands.at("away")

    assert "请留意工作人员叫号" in hands.words()


def test_a_hall_without_its_branch_sends_people_to_staff_and_comes_back_by_itself(
    look_up: Callable[..., Hall], branch: FakeBranch
) -> None:
    hall = look_up()
    ticket = hall.issue()
    hall.call()
    hall.until("hero", ticket)

    branch.go_away()
    hall.hands.wait(lambda: hall.hands.screen.link.condition == "away")
    hall.later(AWAY_S)

    assert hall.hands.step == "away"
    assert ticket not in hall.hands.words()
    branch.come_back()
    hall.hands.at("calls")
    assert ticket in hall.hands.words()


def test_who_was_next_before_an_interruption_is_not_told_to_get_ready_after_it(
    look_up: Callable[..., Hall], branch: FakeBranch
) -> None:
    hall = look_up()
    waited = hall.issue()
    hall.until("ticket", waited)
    branch.go_away()
    hall.hands.wait(lambda: hall.hands.screen.link.condition == "away")
    hall.later(3600)
    leg = next(iter(branch.day.legs))
    hall.step(r.AbandonTicket, leg)
    asked = branch.hall_asked

    branch.come_back()
    hall.hands.at("quiet")

    assert hall.drawn("ticket") == []
    hall.hands.wait(lambda: branch.hall_asked > asked)


def test_a_call_of_a_ticket_never_heard_of_changes_nothing(
    look_up: Callable[..., Hall], branch: FakeBranch
) -> None:
    hall = look_up()

    branch.say(f.TicketCalled("nobody's", "period", "1", "score", 0))
    ticket = hall.issue()
    hall.call()

    hall.until("hero", ticket)


def test_a_service_that_only_starts_again_is_no_news(
    look_up: Callable[..., Hall], branch: FakeBranch
) -> None:
    hall = look_up()

    branch.go_away()
    hall.hands.wait(lambda: hall.hands.screen.link.condition == "away")
    hall.later(AWAY_S - 0.5)

    assert hall.hands.step == "quiet"


@pytest.mark.parametrize(
    ("hours_later", "step", "words"),
    [
        (-3, "before", "今天 09:00 开门"),
        (0, "unstaffed", "暂时没有柜台办理"),
        (9, "closed", "明天 09:00 开门"),
    ],
)
def test_the_hall_says_whether_the_branch_is_open(
    look_up: Callable[..., Hall],
    elsewhere: Callable[..., FakeBranch],
    hours_later: int,
    step: str,
    words: str,
) -> None:
    branch = elsewhere(closed_at_night(), MORNING_MS + hours_later * 3_600_000)

    hall = look_up(branch)

    hall.hands.at(step)
    assert words in hall.hands.words()


def test_a_counter_unknown_to_the_files_is_called_by_its_number(
    look_up: Callable[..., Hall], branch: FakeBranch
) -> None:
    hall = look_up()
    ticket = hall.issue()
    leg = next(iter(branch.day.legs))
    branch.say(f.CounterOpened("99", "personal", ("deposit",)))
    branch.say(f.TicketCalled(leg, "period", "99", "score", 0))

    hall.until("hero", ticket)

    assert "请到 99 号柜台" in hall.hands.words()
