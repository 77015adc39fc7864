"""PINs are guessed at, through restarts, kills and clocks that jump: ten looks, and a supervisor has to come."""

from __future__ import annotations

import asyncio
import threading
from random import Random
from typing import TYPE_CHECKING

import pytest

from kiosk.branch.access.access import Turned
from kiosk.branch.access.pins import AT_ONCE, MOST_OF_DEVICE
from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Issued, Refusal
from kiosk.records.database.problems import StoreProblem
from kiosk.web.guessing import STRANGERS
from tests.faults.guessing import DEVICES, MANAGER, NOBODY, PIN, TELLER, WRONG, Guessed, guessed
from tests.faults.harness import DAY_MS, PATIENCE_S, assert_sound, new_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kiosk.branch.access.staffing import Told

YEAR_MS = 365 * DAY_MS
JUMPS_MS = (-10 * YEAR_MS, -YEAR_MS, -DAY_MS, -60_000, 60_000, DAY_MS, YEAR_MS, 10 * YEAR_MS)
WAITS_S = (30, 60, 120, 240, 480)
OFFICE = r.By("office", "tablet", MANAGER)


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Guessed]:
    with guessed(tmp_path) as one:
        yield one


def guess_on(branch: Guessed, badge: str, seed: int, guesses: int) -> list[str]:
    """Guess again and again while the service restarts, time passes and the clock jumps; return every answer."""
    random, told = Random(seed), []
    for number in range(guesses):
        match random.randrange(40):
            case 0:
                branch.restart()
            case 1:
                branch.time.turn_wall(random.choice(JUMPS_MS))
            case 2:
                branch.time.turn_wall(random.choice(JUMPS_MS))
                branch.restart()
            case 3 | 4 | 5 | 6:
                branch.time.pass_by(random.randrange(900_000))
            case _:
                branch.time.pass_by(random.randrange(5_000))
        told.append(branch.guess(badge, f"{number:06}", random.choice(DEVICES)))
    return told


@pytest.mark.row("F3")
@pytest.mark.parametrize("seed", range(2))
def test_of_a_thousand_guesses_ten_are_looked_at_and_a_badge_that_is_nobodys_gets_the_same_answers(
    tmp_path: Path, seed: int
) -> None:
    answers, looks = [], []
    for badge in (TELLER, NOBODY):
        with guessed(tmp_path / badge) as branch:
            answers.append(guess_on(branch, badge, seed, 1_000))
            looks.append(branch.hasher.evaluated)
            locked = [f.StaffLocked(TELLER, 10)] if badge == TELLER else []
            assert branch.happened(f.StaffLocked) == locked
            assert branch.guess(badge, PIN) == "locked_badge"
            assert branch.hasher.evaluated == looks[-1]
        assert_sound(tmp_path / badge)

    assert answers[0] == answers[1]
    assert looks == [10, 10]
    assert answers[0].count("wrong_badge_or_pin") == 9
    assert answers[0][-1] == "locked_badge"


@pytest.mark.row("F3")
def test_only_a_new_temporary_pin_unlocks_and_allows_ten_more(branch: Guessed) -> None:
    guess_on(branch, TELLER, 1, 200)
    told = branch.run(branch.staffing.set_temporary(new_id(), TELLER, OFFICE))
    assert not isinstance(told, Refusal)
    branch.hasher.evaluated = 0

    guess_on(branch, TELLER, 2, 200)

    assert branch.hasher.evaluated == 10
    assert branch.happened(f.StaffUnlocked) == [f.StaffUnlocked(TELLER)]
    assert len(branch.happened(f.StaffLocked)) == 2


def test_from_the_fifth_miss_on_each_wait_is_twice_as_long(branch: Guessed) -> None:
    told = [branch.guess(TELLER) for _ in range(5)]

    for wait_s in WAITS_S:
        before = branch.hasher.evaluated
        told.append(branch.guess(TELLER, PIN))
        branch.time.pass_by(wait_s * 1000 - 1)
        told.append(branch.guess(TELLER, PIN))
        assert branch.hasher.evaluated == before
        branch.time.pass_by(1)
        told.append(branch.guess(TELLER))

    waits = [[f"too_many_tries {wait_s}", "too_many_tries 1", "wrong_badge_or_pin"] for wait_s in WAITS_S]
    waits[-1][-1] = "locked_badge"
    assert told == ["wrong_badge_or_pin"] * 5 + [one for wait in waits for one in wait]


def test_a_wait_goes_on_over_a_restart(branch: Guessed) -> None:
    for _ in range(5):
        branch.guess(TELLER)
    branch.time.pass_by(10_000)

    branch.restart()

    assert branch.guess(TELLER, PIN) == "too_many_tries 20"


def test_a_clock_that_was_years_ahead_makes_nobody_wait_for_years(branch: Guessed) -> None:
    branch.time.turn_wall(YEAR_MS)
    branch.restart()
    for _ in range(5):
        branch.guess(TELLER)
    branch.time.turn_wall(-YEAR_MS)
    branch.restart()

    waits = branch.guess(TELLER, PIN)
    branch.time.pass_by(30_000)

    assert waits in {"too_many_tries 30", "too_many_tries 29"}
    assert branch.guess(TELLER, PIN) == "signed_in"


def test_a_right_pin_begins_the_count_anew(branch: Guessed) -> None:
    for _ in range(4):
        told = [branch.guess(TELLER) for _ in range(4)]
        assert [*told, branch.guess(TELLER, PIN)] == ["wrong_badge_or_pin"] * 4 + ["signed_in"]
        branch.time.pass_by(60_000)


class Killed(Exception):
    """The process ends here."""


def killed() -> None:
    raise Killed


@pytest.mark.parametrize("badge", [TELLER, NOBODY])
def test_a_kill_before_the_pin_is_looked_at_costs_a_try(branch: Guessed, badge: str) -> None:
    branch.hasher.before = killed
    for _ in range(10):
        with pytest.raises(Killed):
            branch.guess(badge, PIN)
        branch.restart()
        branch.time.pass_by(600_000)

    branch.hasher.before = lambda: None

    assert branch.guess(badge, PIN) == "locked_badge"
    assert branch.hasher.evaluated == 0
    # Nobody said so before the kill, so it is said now.
    assert branch.happened(f.StaffLocked) == ([f.StaffLocked(TELLER, 10)] if badge == TELLER else [])


def test_a_try_that_cannot_be_written_is_not_looked_at(
    branch: Guessed, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full() -> None:
        raise StoreProblem("disk_full", tmp_path)

    monkeypatch.setattr(branch.reception.store, "write", full)

    with pytest.raises(StoreProblem):
        branch.guess(TELLER, PIN)
    assert branch.hasher.evaluated == 0


def test_tries_at_the_same_instant_are_made_one_after_the_other(branch: Guessed) -> None:
    async def at_once() -> list[str]:
        tries = (branch.guessing(TELLER, f"{number:06}", DEVICES[number % 4]) for number in range(40))
        return await asyncio.gather(*tries)

    told = branch.run(at_once())

    assert branch.hasher.evaluated == 5
    assert (told.count("wrong_badge_or_pin"), told.count("too_many_tries 30")) == (5, 35)


def test_guesses_take_no_more_than_their_share_of_the_machine(branch: Guessed) -> None:
    async def at_once() -> None:
        await asyncio.gather(
            *(branch.guessing(str(badge), device=f"pc-{badge}") for badge in range(3000, 3040))
        )

    branch.run(at_once())

    assert branch.hasher.evaluated == 40
    assert branch.hasher.most_at_once <= AT_ONCE


def test_customers_are_served_while_a_pin_is_looked_at(branch: Guessed) -> None:
    served = threading.Event()
    branch.hasher.before = lambda: served.wait(PATIENCE_S) or pytest.fail("nobody was served meanwhile")

    async def meanwhile() -> str:
        trying = asyncio.create_task(branch.guessing(TELLER, PIN))
        answer = await branch.service.ask(new_id(), r.IssueTicket("deposit"), r.By("entrance", "entrance-1"))
        assert isinstance(answer, Issued)
        served.set()
        return await trying

    assert branch.run(meanwhile()) == "signed_in"


def test_one_device_has_twenty_wrong_guesses_a_minute_whoevers_they_are(branch: Guessed) -> None:
    told = [branch.guess(str(badge)) for badge in range(3000, 3000 + MOST_OF_DEVICE)]

    assert set(told) == {"wrong_badge_or_pin"}
    assert branch.guess(TELLER, PIN) == "too_many_tries 60"
    assert branch.guess(TELLER, PIN, "pc-2") == "signed_in"
    branch.time.pass_by(60_000)
    assert branch.guess(TELLER, PIN) == "signed_in"


def test_badges_that_are_nobodys_are_remembered_up_to_a_bound_the_newest_first(branch: Guessed) -> None:
    branch.guess(TELLER)
    for badge in range(10_000, 10_000 + STRANGERS + 10):
        branch.time.pass_by(1_000)
        branch.guess(str(badge), device=f"pc-{badge}")

    badges = {badge for (badge,) in branch.rows("SELECT badge FROM pin_try")}
    assert badges == {TELLER} | {str(badge) for badge in range(10_010, 10_000 + STRANGERS + 10)}


@pytest.mark.parametrize("unlocking", [True, False])
def test_opening_a_locked_page_and_changing_a_pin_count_like_signing_in(
    branch: Guessed, *, unlocking: bool
) -> None:
    told = branch.run(branch.people.sign_in("pc-1", TELLER, PIN))
    assert not isinstance(told, Refusal)
    session = branch.service.access.sessions.of(told.token, "pc-1")
    assert session is not None
    branch.hasher.evaluated = 0

    for _ in range(30):
        refused = branch.run(
            branch.people.unlock(told.token, session, WRONG)
            if unlocking
            else branch.staffing.new_pin(told.token, session, "918273", WRONG)
        )
        assert refused is not None
        branch.time.pass_by(600_000)

    assert branch.hasher.evaluated == 10
    assert refused == Refusal("locked_badge")
    assert branch.guess(TELLER, PIN) == "locked_badge"


def test_a_badge_that_was_tried_before_it_was_given_to_somebody_starts_afresh(branch: Guessed) -> None:
    guess_on(branch, "2002", 3, 100)

    told = branch.run(branch.staffing.add(new_id(), "2002", ("teller",), OFFICE))

    assert not isinstance(told, Refusal)
    branch.time.pass_by(60_000)
    assert branch.guess("2002", told.pin) == "signed_in"


@pytest.mark.row("F3")
def test_a_pin_reset_by_the_manager_wins_over_whoever_holds_the_session(branch: Guessed) -> None:
    first = branch.run(branch.staffing.set_temporary(new_id(), TELLER, OFFICE))
    assert not isinstance(first, Refusal)
    held = branch.run(branch.people.sign_in("pc-1", TELLER, first.pin))
    assert not isinstance(held, Refusal)
    session = branch.service.access.sessions.of(held.token, "pc-1")
    assert session is not None

    async def both() -> Told | Refusal:
        reset = asyncio.create_task(branch.staffing.set_temporary(new_id(), TELLER, OFFICE))
        await asyncio.sleep(0)
        with pytest.raises(Turned, match="sign_in_needed"):
            await branch.staffing.new_pin(held.token, session, "918273", None)
        return await reset

    told = branch.run(both())

    assert not isinstance(told, Refusal)
    assert branch.guess(TELLER, told.pin) == "signed_in"


@pytest.mark.row("F3")
def test_a_right_old_pin_is_no_miss_however_often_the_new_one_is_weak(branch: Guessed) -> None:
    held = branch.run(branch.people.sign_in("pc-1", TELLER, PIN))
    assert not isinstance(held, Refusal)
    session = branch.service.access.sessions.of(held.token, "pc-1")
    assert session is not None

    told = [branch.run(branch.staffing.new_pin(held.token, session, PIN, PIN)) for _ in range(6)]

    assert told == [Refusal("weak_pin")] * 6


@pytest.mark.row("F3")
def test_a_temporary_pin_that_was_used_is_no_miss_however_often_it_is_tried(branch: Guessed) -> None:
    told = branch.run(branch.staffing.set_temporary(new_id(), TELLER, OFFICE))
    assert not isinstance(told, Refusal)

    tries = [branch.guess(TELLER, told.pin) for _ in range(7)]

    assert tries == ["signed_in"] + ["locked_badge"] * 6
    assert branch.rows("SELECT tries FROM pin_try") == []


@pytest.mark.row("F3")
@pytest.mark.parametrize(("days", "became"), [(0.9, "signed_in"), (3, "locked_badge")])
def test_a_temporary_pin_that_nobody_used_is_good_until_the_end_of_the_next_business_day(
    branch: Guessed, days: float, became: str
) -> None:
    told = branch.run(branch.staffing.set_temporary(new_id(), TELLER, OFFICE))
    assert not isinstance(told, Refusal)

    branch.time.pass_by(int(days * DAY_MS))

    assert branch.guess(TELLER, told.pin) == became
