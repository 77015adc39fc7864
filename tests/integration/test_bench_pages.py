"""The bench sees what it says it sees of pages and people: boards, pictures, PINs. Its figures are tested nowhere."""

from __future__ import annotations

import shutil
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kiosk.lab.bench.browser import Browser
from kiosk.lab.bench.chromium import crowd_rows
from kiosk.lab.bench.doors import sign_in_rows
from kiosk.lab.bench.pages import Page, page_rows
from kiosk.lab.bench.purges import purge_rows
from kiosk.lab.running import RunningBranch

if TYPE_CHECKING:
    from pathlib import Path


def test_sign_ins_are_measured_and_a_request_beside_them_against_one_without(tmp_path: Path) -> None:
    taken, beside = sign_in_rows(tmp_path / "branch", 4)

    assert "argon2id" in taken.what
    assert "x quiet" in beside.figure


def test_the_branch_of_the_bench_knows_its_people(tmp_path: Path) -> None:
    with (
        RunningBranch(tmp_path / "branch") as service,
        closing(Browser.of_first_manager(service.port)),
        closing(Browser(service.port)) as stranger,
    ):
        with pytest.raises(RuntimeError, match="not_paired"):
            stranger.ask("call_help", "reception", place="entrance")
        with pytest.raises(RuntimeError, match="401"):
            stranger.get("/reception/board").read()


def test_a_page_of_the_bench_has_a_board_for_each_fact_after_the_fact(tmp_path: Path) -> None:
    (row,) = page_rows(tmp_path / "branch", 2)

    assert row.what == "a fact to the last of 20 pages"
    assert row.figure


def test_a_board_asked_for_before_a_fact_does_not_show_it() -> None:
    page = object.__new__(Page)
    page.boards = [(1.0, 4.0), (3.0, 5.0), (6.0, 7.0)]

    assert page.shown_since(2.0) == 5.0
    assert page.shown_since(8.0) is None


def test_a_crowded_reception_page_is_measured_until_it_is_drawn(tmp_path: Path) -> None:
    (row,) = crowd_rows(tmp_path / "branch", 2, waiting=3)

    assert "once its board has come" in row.figure


def test_without_a_browser_the_crowded_page_is_not_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)

    (row,) = crowd_rows(tmp_path / "branch", 2, waiting=3)

    assert row.figure.startswith("not measured")
    assert row.holds is None


def test_the_purge_of_the_bench_purges_every_class_of_every_visit(tmp_path: Path) -> None:
    (row,) = purge_rows(tmp_path / "branch", 3)

    assert "9 records" in row.figure
