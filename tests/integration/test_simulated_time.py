"""A branch at simulated time: its clock goes on as told, its facts say so, and no real branch has such a clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.reception import HOUR_MS, MINUTE_MS, NINE_MS
from tests.served import NoSpool, served

if TYPE_CHECKING:
    from pathlib import Path

    from tests.served import Served

from kiosk.app import serve


@pytest.fixture(autouse=True)
def _no_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "Spool", NoSpool)


def go_to(branch: Served, ms: int) -> int:
    return branch.run(branch.send("/v1/simulated/time", {"now_ms": ms})).status_code


def test_time_goes_on_as_told_and_never_back(tmp_path: Path) -> None:
    with served(tmp_path, simulated_from="2026-11-02") as branch:
        # The business date begins at four in the morning.
        assert branch.get("/v1/health").json()["now_ms"] == NINE_MS - 5 * HOUR_MS
        assert branch.ask("issue_ticket", "entrance", service="deposit").json()["code"] == "before_opening"

        assert go_to(branch, NINE_MS) == 200
        assert go_to(branch, NINE_MS - MINUTE_MS) == 200
        branch.did("issue_ticket", "entrance", service="deposit")

        told = branch.get("/v1/health").json()
        assert (told["now_ms"], told["simulated"]) == (NINE_MS, True)
        assert go_to(branch, NINE_MS + 24 * HOUR_MS) == 200
        assert branch.get("/v1/health").json()["date"] == "2026-11-03"


def test_a_simulated_branch_goes_on_after_its_last_fact(tmp_path: Path) -> None:
    with served(tmp_path, simulated_from="2026-11-02") as branch:
        go_to(branch, NINE_MS)
        branch.did("issue_ticket", "entrance", service="deposit")

    with served(tmp_path, simulated_from="2026-11-02") as branch:
        assert branch.get("/v1/health").json()["now_ms"] == NINE_MS


def test_every_fact_of_the_branch_itself_says_that_it_is_simulated(tmp_path: Path) -> None:
    with served(tmp_path, simulated_from="2026-11-02") as branch:
        go_to(branch, NINE_MS)
        facts = branch.run(branch.service.facts_after(0, 100))

    assert {one.device for one in facts} == {"simulated-branch"}


def test_an_ordinary_branch_has_no_door_to_its_clock(branch: Served) -> None:
    assert go_to(branch, NINE_MS) == 404


@pytest.mark.parametrize(
    "body", [{}, {"now_ms": "soon"}, {"now_ms": 1, "then": 2}, {"now_ms": 10**15}, {"now_ms": 10**30}]
)
def test_a_moment_that_is_none_is_refused(tmp_path: Path, body: dict[str, object]) -> None:
    with served(tmp_path, simulated_from="2026-11-02") as branch:
        assert branch.run(branch.send("/v1/simulated/time", body)).status_code == 422
        assert go_to(branch, NINE_MS) == 200
