"""The loop that shows screens again: after every end but one, and with a watchdog for each."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from kiosk.screens.endings import LEAVE, RESTART
from tests.session.monitor import SETUP

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE_S = 60


def session(folder: Path, program: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the session with a program that stands for ours; under Wayland it needs no window manager of its own."""
    (folder / "kiosk").write_text(f"#!/bin/bash\ncd {folder}\n{program}\n")
    (folder / "kiosk").chmod(0o755)
    told = {
        "PATH": "/usr/bin:/bin",
        "PROGRAM": str(folder / "kiosk"),
        "WAYLAND_DISPLAY": "none",
        "XDG_RUNTIME_DIR": str(folder),
    }
    return subprocess.run(
        [SETUP / "session", "screens"],
        env=told | more,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )


@pytest.mark.row("G1")
def test_a_screen_is_started_again_until_a_technician_leaves_the_kiosk(tmp_path: Path) -> None:
    ends = (1, 139, RESTART, 0, LEAVE)
    each = "".join(
        f"[ $(wc -l < started) -ne {number} ] || exit {end}\n" for number, end in enumerate(ends, 1)
    )

    ended = session(tmp_path, f'echo "$@" >> started\n{each}', SCREENS="entrance")

    assert ended.returncode == LEAVE
    assert (tmp_path / "started").read_text().splitlines() == ["screen entrance --full-screen"] * len(ends)
    assert (tmp_path / "kiosk-left").exists()


def test_what_a_session_notes_lies_where_its_sandbox_lets_it_write(tmp_path: Path) -> None:
    unit = (SETUP / "kiosk-session.service").read_text().splitlines()
    own = tmp_path / "run"
    own.mkdir()
    hidden = {"XDG_RUNTIME_DIR": str(tmp_path / "hidden"), "RUNTIME_DIRECTORY": str(own)}

    ended = session(tmp_path, f'echo "$XDG_RUNTIME_DIR" > told; exit {LEAVE}', SCREENS="hall", **hidden)

    assert ended.returncode == LEAVE
    assert (own / "kiosk-left").exists()
    assert (tmp_path / "told").read_text() == f"{own}\n"
    assert {"ProtectHome=yes", "RuntimeDirectory=kiosk-session"} <= set(unit)


def test_every_screen_of_the_machines_roles_is_shown_and_watched(tmp_path: Path) -> None:
    told = 'machine.roles         ["branch", "entrance", "hall"]'
    program = f"""
        if [ "$1" = config ]; then echo '{told}'; exit; fi
        echo "$WATCHDOG_USEC $WATCHDOG_PID" > "$2"
        until [ -e entrance ] && [ -e hall ]; do sleep 0.05; done
        exit {LEAVE}
    """

    session(tmp_path, program, WATCHDOG_USEC="60000000", WATCHDOG_PID="1")

    for screen in ("entrance", "hall"):
        assert (tmp_path / screen).read_text() == "15000000 \n"
    assert not (tmp_path / "exit").exists()


def test_settings_that_cannot_be_read_show_nothing_and_are_asked_for_again_after_a_pause(
    tmp_path: Path,
) -> None:
    for name, script in (("kiosk", "exit 78"), ("sleep", f"echo $1 > {tmp_path}/paused")):
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)

    asked = subprocess.run(
        [SETUP / "roles", "branch"],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin", "PROGRAM": str(tmp_path / "kiosk")},
        check=False,
    )

    assert asked.returncode == 255
    assert int((tmp_path / "paused").read_text()) >= 5
