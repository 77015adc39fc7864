"""The counter page of a branch that knows its devices and its people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.domain import facts as f
from tests.strict_branch import strict_branch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import httpx

    from tests.strict_branch import StrictBranch


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[StrictBranch]:
    with strict_branch(tmp_path) as branch:
        branch.staff("2001", "teller")
        branch.staff("2002", "teller")
        branch.staff("2003", "reception")
        yield branch


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.headers.get("kiosk-door", "")


@pytest.mark.row("A1")
def test_a_teller_opens_the_counter_of_the_computer_under_their_own_badge(branch: StrictBranch) -> None:
    desk = branch.pair("pc-1", "counter", counter="1")
    desk.sign_in("2001")

    page = desk.get("/counter", counter="2").text
    desk.did("open_counter", "counter", counter="1", badge="2002")

    assert 'data-counter="1"' in page
    assert "工号 2001" in desk.get("/counter/board").text
    assert 'data-ask="close_counter"' in desk.get("/counter/board").text


@pytest.mark.row("A1")
def test_the_next_teller_takes_an_idle_counter_over(branch: StrictBranch) -> None:
    desk = branch.pair("pc-1", "counter", counter="1")
    desk.sign_in("2001")
    desk.did("open_counter", "counter", counter="1")
    desk.sign_in("2002")

    board = desk.get("/counter/board").text
    desk.did("open_counter", "counter", counter="1")

    assert "工号 2001" in board
    assert 'data-ask="open_counter"' in board
    assert "工号 2002" in desk.get("/counter/board").text


@pytest.mark.row("A1")
def test_the_next_teller_takes_over_whom_the_counter_has_in_hand_and_the_hall_is_told(
    branch: StrictBranch,
) -> None:
    issued = branch.pair("entrance-1", "entrance").did("issue_ticket", "entrance", service="deposit")
    desk = branch.pair("pc-1", "counter", counter="1")
    desk.sign_in("2001")
    desk.did("open_counter", "counter", counter="1")
    desk.did("call_next", "counter", counter="1")
    desk.sign_in("2002")

    begun = {"leg": issued["leg"], "leg_version": 2}
    refused = desk.ask("start_service", "counter", **begun).json()
    board = desk.get("/counter/board").text
    desk.did("open_counter", "counter", counter="1")
    desk.did("start_service", "counter", **begun)

    assert (refused["code"], refused["details"]) == ("other_badge", {"badge": "2001"})
    assert 'data-ask="open_counter"' in board
    assert "接过来" in board
    assert 'data-ask="pass_ticket"' not in board
    (handed,) = branch.happened(f.CounterHandedOver)
    assert handed.fact == f.CounterHandedOver("1", "2002")
    told = branch.pair("hall-1", "hall").get("/v1/snapshot?role=hall").json()
    assert [counter["badge"] for counter in told["counters"]] == ["2002"]


def test_one_teller_serves_at_one_counter_and_acts_on_no_other(branch: StrictBranch) -> None:
    one, other = branch.pair("pc-1", "counter", counter="1"), branch.pair("pc-2", "counter", counter="2")
    one.sign_in("2001")
    one.did("open_counter", "counter", counter="1")
    other.sign_in("2001")

    assert [type(one.fact) for one in branch.happened(f.CounterClosed)] == [f.CounterClosed]
    other.did("open_counter", "counter", counter="2")
    assert other.ask("close_counter", "counter", counter="1").json()["code"] == "other_counter"


def test_the_page_is_for_tellers_at_counters_alone(branch: StrictBranch) -> None:
    desk, tablet = branch.pair("pc-1", "counter", counter="1"), branch.pair("tablet", "staff")
    nobody = code(desk.get("/counter/board"))
    tablet.sign_in("2003")

    assert nobody == (401, "sign_in_needed")
    assert desk.try_to_sign_in("2003").json()["code"] == "role_may_not"
    assert code(tablet.get("/counter/board")) == (403, "role_may_not")
    assert code(branch.stranger().get("/counter/board")) == (401, "not_paired")


@pytest.mark.row("A4")
def test_the_lobby_is_called_from_a_locked_page(branch: StrictBranch) -> None:
    desk = branch.pair("pc-1", "counter", counter="1")
    desk.sign_in("2001")
    branch.pass_by(121)

    locked = code(desk.get("/counter/board"))
    desk.did("call_help", "counter", place="counter-1")

    assert locked == (401, "page_locked")
