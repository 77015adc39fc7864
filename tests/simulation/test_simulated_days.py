"""Whole simulated days at a branch service of its own process: repeatable fact by fact, marked, and not to be disturbed."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import pytest

from kiosk.branch.database.journal import Journal
from kiosk.branch.database.store import Store
from kiosk.branch.upkeep.verify import verify
from kiosk.domain import facts as f
from kiosk.lab.running import RunningBranch
from kiosk.lab.simulation import Client, Driver, Outcome, Pace, Script, write_script
from tests.reception import HOUR_MS, MINUTE_MS, NINE_MS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MONDAY = "2026-11-02"
pytestmark = pytest.mark.slow
MORNING_MIN = 180
"""Enough of a day for everything to happen: lunch begins, and a counter closes for it."""
AT_ITS_OWN_TIME = (f.SlipStatusChanged, f.PrinterChanged, f.BranchChecked, f.DayKept)
"""Paper comes when the printer is done with it, and the house is kept in the time it takes."""


@dataclass
class Played:
    """A day that is over: its script, what came of it, and the journal it left."""

    script: Script
    outcome: Outcome
    facts: list[f.Recorded]
    folder: Path

    def story(self) -> list[tuple[object, ...]]:
        """Return what happened when and by whom, without ids."""
        return [
            (one.fact.kind, one.at_ms, one.device, one.actor, *_told(one.fact))
            for one in self.facts
            if not isinstance(one.fact, AT_ITS_OWN_TIME)
        ]

    def of(self, kind: type) -> list[f.Recorded]:
        return [one for one in self.facts if isinstance(one.fact, kind)]


def _told(fact: f.Fact) -> tuple[object, ...]:
    """Return what a fact says that is neither an id nor a secret."""
    said = (
        "series",
        "number",
        "service",
        "care",
        "counter",
        "score",
        "reasons",
        "answers",
        "ahead",
        "low_min",
    )
    return tuple(getattr(fact, name, None) for name in said)


def play(
    folder: Path,
    *,
    load: float = 0.4,
    each_minute: Callable[[RunningBranch, int], None] | None = None,
) -> Played:
    """Play the morning of a Monday as fast as it goes, and close."""
    with RunningBranch(folder, simulated_from=MONDAY) as branch:
        hook = partial(each_minute, branch) if each_minute else None
        with closing(Client(lambda: branch.url)) as client:
            script = write_script(client.book(), MONDAY, seed=1, load=load)
            assert script is not None
            outcome = Driver(client, script.shortened(MORNING_MIN), Pace(client, 0, each_minute=hook)).run()
    return Played(script, outcome, journal(folder), folder)


def journal(folder: Path) -> list[f.Recorded]:
    with Store.open(folder) as store:
        return list(Journal(store.conn).after(0, 100_000))


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """A day that nothing disturbs."""
    return play(tmp_path_factory.mktemp("quiet"))


def test_the_same_seed_gives_the_same_facts_at_the_same_time(quiet: Played, tmp_path: Path) -> None:
    again = play(tmp_path)

    assert again.story() == quiet.story()
    assert again.outcome.totals() == quiet.outcome.totals()


def test_no_fact_of_a_simulated_day_can_be_taken_for_real(quiet: Played) -> None:
    (born,) = quiet.of(f.EpochStarted)

    assert isinstance(born.fact, f.EpochStarted)
    assert born.fact.demonstration
    assert {one.device for one in quiet.facts if not one.device.startswith("simulated-")} == set()
    assert {one.date for one in quiet.facts[1:]} == {MONDAY}


def test_a_simulated_day_is_a_whole_day(quiet: Played) -> None:
    issued, finished = quiet.of(f.TicketIssued), quiet.of(f.ServiceFinished)
    day = [one.fact.kind for one in quiet.facts if not isinstance(one.fact, AT_ITS_OWN_TIME)]

    assert day[:2] == ["epoch_started", "day_opened"]
    assert day[-1] == "day_closed"
    assert len(quiet.of(f.CounterOpened)) == len(quiet.of(f.CounterClosed)) > 6
    assert all(NINE_MS <= one.at_ms < NINE_MS + MORNING_MIN * MINUTE_MS for one in issued)
    assert len(issued) == quiet.outcome.issued.total() > 20
    assert len(finished) == quiet.outcome.finished > 20
    assert len(quiet.of(f.VisitRated)) == quiet.outcome.ratings.total() > 10
    assert quiet.outcome.left_waiting == 0
    assert not quiet.outcome.refused


def test_durations_are_those_of_the_script_and_the_books_are_sound(quiet: Played) -> None:
    started = {one.fact.leg: one.at_ms for one in quiet.facts if isinstance(one.fact, f.ServiceStarted)}
    first = next(one for one in quiet.facts if isinstance(one.fact, f.ServiceFinished))
    assert isinstance(first.fact, f.ServiceFinished)
    expected = {int(one.minutes * MINUTE_MS) for one in quiet.script.customers}

    assert first.at_ms - started[first.fact.leg] in expected
    assert verify(quiet.folder).sound


def test_a_service_killed_again_and_again_changes_nothing(quiet: Played, tmp_path: Path) -> None:
    kills: list[int] = []

    def kill(branch: RunningBranch, ms: int) -> None:
        if ms in {NINE_MS + HOUR_MS, NINE_MS + 2 * HOUR_MS}:
            branch.kill()
            branch.start()
            kills.append(ms)

    disturbed = play(tmp_path, each_minute=kill)

    assert len(kills) == 2
    assert disturbed.outcome.totals() == quiet.outcome.totals()
    assert disturbed.outcome.retries > 0
    assert disturbed.story() == quiet.story()


@dataclass
class Hands:
    """Somebody real at the same branch: takes a number, and later takes a customer over and finishes at leisure."""

    taken: str = ""
    theirs: str = ""
    version: int = 0
    until_ms: int = 0

    def __call__(self, branch: RunningBranch, ms: int) -> None:
        if ms == NINE_MS + HOUR_MS:
            self.taken = branch.ask("issue_ticket", {"service": "enquiry"})["leg"]
        elif ms > NINE_MS + HOUR_MS and not self.theirs:
            self._take_over(branch, ms)
        elif ms == self.until_ms:
            body = {"leg": self.theirs, "leg_version": self.version}
            assert branch.ask("finish_service", body, "reception")["kind"] == "done"

    def _take_over(self, branch: RunningBranch, ms: int) -> None:
        with closing(Client(lambda: branch.url)) as client:
            called = [leg for leg in client.look("/v1/snapshot")["legs"] if leg["status"] == "called"]
        if called:
            self.theirs, self.version = called[0]["id"], called[0]["version"] + 1
            body = {"leg": self.theirs, "leg_version": self.version - 1}
            assert branch.ask("start_service", body, "reception")["kind"] == "done"
            self.until_ms = ms + 30 * MINUTE_MS


def test_somebody_real_at_the_same_branch_is_served_and_whom_they_take_over_is_theirs(tmp_path: Path) -> None:
    hands = Hands()

    day = play(tmp_path, load=0.4, each_minute=hands)

    served = {one.fact.leg: one.device for one in day.facts if isinstance(one.fact, f.ServiceFinished)}
    assert served[hands.taken].startswith("simulated-tablet-")
    assert served[hands.theirs] == "lab"
    assert day.outcome.refused == {"wrong_status": 1}
    assert (len(served) - 1, day.outcome.left_waiting) == (day.outcome.finished, 0)
