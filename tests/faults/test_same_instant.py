"""Two tablets in the same instant: one wins, the other sees why; and nobody is ever called twice."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from kiosk.branch.database.journal import Journal
from kiosk.branch.database.store import reading
from kiosk.domain.visit import ENDED
from tests.faults.calls import assert_nobody_is_called_twice
from tests.faults.harness import assert_sound
from tests.faults.service_process import Branch, Told, running_branch

ROUNDS = 10


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Branch]:
    """Give a branch with three counters open; its records are checked at the end. Each test leaves nobody waiting."""
    folder = tmp_path_factory.mktemp("branch")
    with running_branch(folder) as running:
        for counter in "123":
            running.ask("open_counter", {"counter": counter})
        yield running
    assert_sound(folder)


@pytest.mark.row("C1")
def test_two_tablets_call_the_same_ticket_and_the_other_sees_where_it_went(branch: Branch) -> None:
    for _ in range(ROUNDS):
        ticket = branch.ask("issue_ticket", {"service": "deposit"}).json

        told = together(
            branch,
            [
                ("call_ticket", {"counter": counter, "leg": ticket["leg"], "leg_version": 1})
                for counter in "12"
            ],
        )

        won, lost = sorted(told, key=lambda one: one.status)
        assert (won.status, won.json["ticket"]) == (200, ticket["ticket"])
        assert (lost.status, lost.code) == (409, "leg_changed")
        assert lost.json["details"] == {
            "status": "called",
            "ticket": ticket["ticket"],
            "counter": won.json["counter"],
        }
        finish(branch, ticket["leg"])


@pytest.mark.row("C1")
def test_two_tablets_call_different_tickets_to_the_same_counter(branch: Branch) -> None:
    for _ in range(ROUNDS):
        tickets = [branch.ask("issue_ticket", {"service": "deposit"}).json for _ in range(2)]

        told = together(
            branch,
            [("call_ticket", {"counter": "1", "leg": ticket["leg"], "leg_version": 1}) for ticket in tickets],
        )

        won, lost = sorted(told, key=lambda one: one.status)
        assert won.status == 200
        assert (lost.status, lost.code) == (409, "counter_busy")
        assert lost.json["details"] == {"counter": "1", "ticket": won.json["ticket"]}
        for ticket in tickets:
            finish(branch, ticket["leg"])


def test_four_counters_call_the_next_when_one_person_waits(branch: Branch) -> None:
    for _ in range(ROUNDS):
        ticket = branch.ask("issue_ticket", {"service": "withdrawal"}).json

        told = together(branch, [("call_next", {"counter": counter}) for counter in "123"])

        assert sorted(one.code for one in told) == ["", "nobody_waiting", "nobody_waiting"]
        finish(branch, ticket["leg"])


def test_two_tablets_start_finish_pass_and_park_the_same_leg(branch: Branch) -> None:
    for kinds in (("start_service", "pass_ticket"), ("park_ticket", "abandon_ticket"), ("pass_ticket",) * 2):
        ticket = branch.ask("issue_ticket", {"service": "deposit"}).json
        branch.ask("call_next", {"counter": "1"})

        told = together(branch, [(kind, {"leg": ticket["leg"], "leg_version": 2}) for kind in kinds])

        assert sorted((one.status, one.code) for one in told) == [(200, ""), (409, "leg_changed")]
        finish(branch, ticket["leg"])


def test_the_same_counter_is_opened_by_one_of_two(branch: Branch) -> None:
    told = together(branch, [("open_counter", {"counter": "5"})] * 2)

    assert sorted(one.code for one in told) == ["", "counter_open"]


def test_tablets_that_lag_behind_never_call_anybody_twice(branch: Branch) -> None:
    tickets = [branch.ask("issue_ticket", {"service": "deposit"}).json for _ in range(6)]

    with ThreadPoolExecutor(4) as tablets:
        called = sum(tablets.map(lambda seed: _work_blindly(branch, random.Random(seed)), range(4)))

    assert called > len(tickets)
    with reading(branch.folder) as (_, _, conn):
        facts = [one.fact for one in Journal(conn).all_after(0)]
    assert_nobody_is_called_twice(facts)
    for ticket in tickets:
        finish(branch, ticket["leg"])


def _work_blindly(branch: Branch, rng: random.Random) -> int:
    """Do any step with any leg as it was some moments ago, as a hasty person with an old page; return the calls made."""
    legs: list[dict[str, Any]] = []
    called = 0
    for turn in range(40):
        if turn % 4 == 0:
            legs = [leg for leg in branch.snapshot()["legs"] if leg["status"] not in ENDED]
        leg, counter = rng.choice(legs), rng.choice("123")
        seen = {"leg": leg["id"], "leg_version": leg["version"]}
        step: tuple[str, dict[str, Any]] = rng.choice(
            (
                ("call_ticket", seen | {"counter": counter}),
                ("call_ticket", seen | {"counter": counter}),
                ("call_next", {"counter": counter}),
                ("pass_ticket", seen),
                ("return_ticket", seen),
                ("transfer_ticket", seen | {"service": "withdrawal", "counter": rng.choice(("", counter))}),
            )
        )
        told = branch.ask(*step)
        assert told.status in {200, 409}
        called += told.json["kind"] == "called"
    return called


def together(branch: Branch, steps: Sequence[tuple[str, dict[str, Any]]]) -> list[Told]:
    """Ask several things in the same instant, each from a tablet of its own."""
    barrier = Barrier(len(steps))

    def ask(step: tuple[str, dict[str, Any]]) -> Told:
        barrier.wait()
        return branch.ask(*step)

    with ThreadPoolExecutor(len(steps)) as tablets:
        return list(tablets.map(ask, steps))


def finish(branch: Branch, leg_id: str) -> None:
    """Let a leg end, wherever it stands."""
    leg = next(leg for leg in branch.snapshot()["legs"] if leg["id"] == leg_id)
    if leg["status"] not in ENDED:
        told = branch.ask("abandon_ticket", {"leg": leg_id, "leg_version": leg["version"]})
        assert told.status == 200
