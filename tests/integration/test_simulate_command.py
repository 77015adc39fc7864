"""`kiosk simulate`: a branch of its own or one that runs, day after day; a real branch refuses it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from kiosk.app.cli import app
from kiosk.branch.database.store import reading
from kiosk.lab.running import RunningBranch
from kiosk.lab.simulation import run
from kiosk.lab.simulation.client import ENTRANCE, Client
from kiosk.lab.simulation.run import Wish, simulate_at
from tests.own_files import own_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from click.testing import Result

PATIENCE_S = 60.0
QUICKLY = ("--speed", "0", "--load", "0.05")


def simulate(*options: str) -> Result:
    return CliRunner().invoke(app, ["simulate", *options])


def health(url: str) -> dict[str, Any]:
    with closing(Client(lambda: url)) as client:
        return client.look("/v1/health")


def facts(folder: Path) -> int:
    """Return how many facts the journal of a branch has; a stranger is not told."""
    with reading(folder) as (_, __, conn):
        return int(next(iter(conn.execute("SELECT count(*) FROM journal")))[0])


@contextmanager
def real_branch(folder: Path) -> Iterator[str]:
    """Run a branch that is no demonstration, and give its address."""
    program = [sys.executable, "-m", "kiosk", "branch", "--until-stdin-closes"]
    own_files(folder)
    with subprocess.Popen(
        [*program, "--data", str(folder), "--port", "0"], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as child:
        deadline = time.monotonic() + PATIENCE_S
        try:
            while not (folder / "service.json").exists() and time.monotonic() < deadline:
                time.sleep(0.02)
            url = str(json.loads((folder / "service.json").read_text())["url"])
            health(url)
            yield url
        finally:
            assert child.stdin is not None
            child.stdin.close()
            child.wait(PATIENCE_S)


def test_a_real_branch_refuses_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    with real_branch(tmp_path) as url:
        before = facts(tmp_path)
        refused = simulate("--url", url, *QUICKLY)
        with closing(Client(lambda: url)) as client:
            single = client.ask("issue_ticket", {"service": "deposit"}, "entrance", ENTRANCE)
        after = facts(tmp_path)

    assert single["code"] == "not_paired"
    assert refused.exit_code == 2
    assert "kiosk: real_branch: " in refused.stderr
    assert refused.stdout == ""
    assert after == before


def test_a_demonstration_with_staff_lets_no_simulation_in_and_says_so(tmp_path: Path) -> None:
    manager = json.dumps({"badge": "1001", "pin": "738194", "device": "office-pc"}).encode()
    with RunningBranch(tmp_path) as branch:
        set_up = urllib.request.Request(  # noqa: S310 - a loopback address of our own
            f"{branch.url}/v1/door/setup", manager, {"Content-Type": "application/json"}
        )
        urllib.request.urlopen(set_up).close()  # noqa: S310 - the same
        refused = simulate("--url", branch.url, *QUICKLY)

    assert refused.exit_code == 2
    assert "kiosk: not_let_in: " in refused.stderr


def test_a_branch_of_its_own_tells_how_the_day_goes_and_what_came_of_it(tmp_path: Path) -> None:
    told = simulate("--data", str(tmp_path), *QUICKLY)

    assert told.exit_code == 0
    assert "/reception" in told.stdout
    assert f"Data folder:    {tmp_path}" in told.stdout
    assert "12:30  issued" in told.stdout
    for word in ("1 day", "ordinary", "promise", "ratings", "p95"):
        assert word in told.stdout
    assert told.stderr == ""


def test_the_next_simulation_in_a_folder_goes_on_with_its_next_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "let_evening_come", lambda *_: None)
    simulate("--data", str(tmp_path), *QUICKLY)

    told = simulate("--data", str(tmp_path), *QUICKLY, "--days", "2")

    assert "2 days" in told.stdout
    assert "\n2026-11-02: " not in told.stdout
    assert "\n2026-11-03: " in told.stdout
    assert "\n2026-11-04: " in told.stdout


def test_an_ordinary_demonstration_has_its_day_in_a_moment_and_stays_open(tmp_path: Path) -> None:
    with RunningBranch(tmp_path) as branch:
        told = simulate("--url", branch.url, "--speed", "100000", "--load", "0.05")
        after = health(branch.url)

    assert told.exit_code == 0, told.stderr
    assert after["open"]
    assert "17:00  issued" in told.stdout


def test_a_simulation_that_is_stopped_leaves_the_branch_as_it_is_and_says_so(tmp_path: Path) -> None:
    lines: list[str] = []

    def say(line: str) -> None:
        lines.append(line)
        if line.startswith("10:00"):
            raise KeyboardInterrupt

    with RunningBranch(tmp_path, simulated_from="2026-11-02") as branch:
        outcome = simulate_at(branch.url, Wish(speed=0), say)
        after = health(branch.url)

    assert after["open"]
    assert any("Stopped. The day is left as it is" in line for line in lines)
    assert not any(line.startswith("10:30") for line in lines)
    assert outcome.left_waiting > 0


def test_nobody_at_an_address_is_told_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.lab.simulation.run._FIRST_ANSWER_S", 0.1)

    told = simulate("--url", "http://127.0.0.1:1", *QUICKLY)

    assert told.exit_code == 2
    assert told.stderr.startswith("kiosk: branch_gone: ")


def test_a_data_folder_of_a_real_branch_is_refused_with_its_reason(tmp_path: Path) -> None:
    with real_branch(tmp_path):
        pass

    told = simulate("--data", str(tmp_path), *QUICKLY)

    assert told.exit_code == 2
    assert told.stderr.startswith("kiosk: real_data: ")


def test_a_date_that_is_none_is_refused() -> None:
    assert simulate("--date", "tomorrow").exit_code == 2
