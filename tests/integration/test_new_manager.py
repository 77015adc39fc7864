"""`kiosk new-manager`: the way back in when nobody can sign in any more, for whoever looks after the machine."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from kiosk.app.cli import app
from kiosk.domain import facts as f
from tests.strict_branch import MANAGER, Client, StrictBranch, strict_branch

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


def new_manager(folder: Path, badge: str) -> Result:
    line = ["new-manager", "--badge", badge, "--data", str(folder), "--demonstration"]
    return CliRunner().invoke(app, line)


def told_pin(result: Result) -> str:
    assert result.exit_code == 0, result.output
    pins: set[str] = set(re.findall(r"(?<!\d)\d{6}(?!\d)", result.output))
    assert len(pins) == 1, result.output
    return pins.pop()


def at_home(branch: StrictBranch, cookies: dict[str, str]) -> Client:
    client = branch.stranger()
    client.http.cookies.update(cookies)
    return client


@pytest.mark.row("F3")
@pytest.mark.parametrize("badge", [MANAGER, "1002"], ids=["one who forgot the PIN", "a new one"])
def test_a_technician_lets_a_manager_in_again_and_the_journal_says_so(tmp_path: Path, badge: str) -> None:
    with strict_branch(tmp_path) as branch:
        tablet = branch.pair("tablet", "staff")
        for _ in range(5):
            tablet.try_to_sign_in(MANAGER, "502719")
        cookies = dict(tablet.http.cookies)

    pin = told_pin(new_manager(tmp_path, badge))

    with strict_branch(tmp_path) as branch:
        answer = at_home(branch, cookies).try_to_sign_in(badge, pin)
        assert (answer.json()["kind"], answer.json()["state"]) == ("signed_in", "new_pin")
        done = [*branch.happened(f.StaffAdded), *branch.happened(f.PinSet)]
        by_technician = [one for one in done if (one.actor, one.device) == ("system", "technician")]
        known, new = f.PinSet(MANAGER, temporary=True), f.StaffAdded("1002", ("branch_manager",))
        assert [one.fact for one in by_technician] == [known if badge == MANAGER else new]


def test_a_manager_who_is_locked_out_is_unlocked(tmp_path: Path) -> None:
    with strict_branch(tmp_path) as branch:
        branch.lock(MANAGER)

    told_pin(new_manager(tmp_path, MANAGER))

    with strict_branch(tmp_path) as branch:
        assert [one.fact for one in branch.happened(f.StaffUnlocked)] == [f.StaffUnlocked(MANAGER)]


@pytest.mark.parametrize(
    ("badge", "code"), [("2001", "badge_taken"), ("12", "bad_answer"), ("x", "bad_answer")]
)
def test_nobody_else_becomes_a_manager_by_it(tmp_path: Path, badge: str, code: str) -> None:
    with strict_branch(tmp_path) as branch:
        branch.staff("2001", "teller")

    result = new_manager(tmp_path, badge)

    assert (result.exit_code, code in result.output) == (1, True)


def test_it_needs_the_service_stopped_and_a_branch_that_was_there_before(tmp_path: Path) -> None:
    with strict_branch(tmp_path):
        running = new_manager(tmp_path, MANAGER)
    nothing = new_manager(tmp_path / "nothing", MANAGER)

    assert (running.exit_code, "locked" in running.output) == (2, True)
    assert (nothing.exit_code, "no_database" in nothing.output) == (2, True)
    assert not (tmp_path / "nothing").exists()
