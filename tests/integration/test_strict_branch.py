"""A branch that knows its devices and people lets in nobody else: the ground that other tests stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.domain import facts as f
from tests.strict_branch import MANAGER, strict_branch

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.row("F3")
def test_only_a_teller_at_the_own_counter_calls_and_every_fact_says_who_and_where(tmp_path: Path) -> None:
    with strict_branch(tmp_path) as branch:
        branch.staff("2001", "teller")
        desk = branch.pair("pc-1", "counter", counter="1")

        before = desk.ask("open_counter", "counter", counter="1")
        desk.sign_in("2001")
        desk.did("open_counter", "counter", counter="1")

        assert (before.status_code, before.json()["code"]) == (401, "sign_in_needed")
        (opened,) = branch.happened(f.CounterOpened)
        assert (opened.actor, opened.device) == ("staff:2001", "pc-1")


def test_a_machine_that_was_never_paired_is_told_so(tmp_path: Path) -> None:
    with strict_branch(tmp_path) as branch:
        assert branch.stranger().get("/v1/hall").json()["code"] == "not_paired"


def test_a_page_locks_when_nobody_touches_it_and_the_branch_goes_on_in_its_folder(tmp_path: Path) -> None:
    with strict_branch(tmp_path) as branch:
        tablet = branch.pair("tablet", "staff")
        tablet.sign_in(MANAGER)
        branch.pass_by(121)

        assert tablet.ask("revoke_device", "office", name="tablet").json()["code"] == "page_locked"
    with strict_branch(tmp_path) as again:
        assert again.service.access.register.managers == [MANAGER]
