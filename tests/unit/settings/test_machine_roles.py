"""What `kiosk` does on a machine with roles: all of them run, a screen that dies comes back, and all end together."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

import pytest

from kiosk.app import roles
from kiosk.app.folders import Folders
from kiosk.app.settings import Settings
from kiosk.app.settings.tables import Machine, Role
from kiosk.screens.endings import LEAVE, RESTART

WAITS = "import sys; sys.stdin.read()"


def ends(code: int) -> str:
    return f"raise SystemExit({code})"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., tuple[int, list[str]]]:
    """Run roles whose processes do as told, one program after the other; give exit code and who was begun."""

    def running(**programs: list[str]) -> tuple[int, list[str]]:
        begun: list[str] = []
        children: list[subprocess.Popen[bytes]] = []

        def begin(role: str, settings: Settings, environ: Mapping[str, str]) -> subprocess.Popen[bytes]:
            del settings, environ
            begun.append(role)
            program = [sys.executable, "-S", "-c", programs[role].pop(0)]
            children.append(subprocess.Popen(program, stdin=subprocess.PIPE))
            return children[-1]

        monkeypatch.setattr(roles, "_begin", begin)
        monkeypatch.setattr(roles, "_PAUSE_S", 0.0)
        monkeypatch.setattr(roles, "_LOOK_S", 0.01)
        monkeypatch.setattr(roles, "wait_for", lambda folders, child: "" if folders and child else None)
        wanted = cast("tuple[Role, ...]", tuple(programs))
        code = roles.run_roles(Settings(machine=Machine(roles=wanted)), Folders(tmp_path), {})
        assert all(child.poll() is not None for child in children), "nobody is left behind"
        return code, begun

    return running


def test_a_screen_that_is_closed_ends_all(run: Callable[..., tuple[int, list[str]]]) -> None:
    code, begun = run(hall=[ends(0)], branch=[WAITS])

    assert (code, begun) == (0, ["branch", "hall"])


def test_a_screen_that_dies_comes_back(run: Callable[..., tuple[int, list[str]]]) -> None:
    code, begun = run(entrance=[ends(1), ends(139), ends(0)])

    assert (code, begun) == (0, ["entrance"] * 3)


def test_a_screen_that_is_to_begin_again_does_and_nothing_is_said_to_have_gone_wrong(
    run: Callable[..., tuple[int, list[str]]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(entrance=[ends(RESTART), ends(0)]) == (0, ["entrance"] * 2)
    assert "unexpectedly" not in capsys.readouterr().out


@pytest.mark.parametrize("code", [3, LEAVE, 78])
def test_a_screen_that_was_left_or_can_never_live_is_not_begun_again(
    run: Callable[..., tuple[int, list[str]]], code: int
) -> None:
    assert run(exit=[ends(code)]) == (code, ["exit"])


def test_a_service_that_ends_ends_all_with_its_code(run: Callable[..., tuple[int, list[str]]]) -> None:
    assert run(branch=[ends(2)], entrance=[WAITS])[0] == 2
