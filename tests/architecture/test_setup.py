"""The two commands provide what is missing on a machine, and say exactly what to run when they may not."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.checkout import TOP

COMMANDS = ["start", "check"]
NO_RIGHTS, UNAVAILABLE = 77, 69


@dataclass(frozen=True)
class Machine:
    """A pretended machine: a folder of commands that stand in for the real ones, and a log of apt-get."""

    commands: Path
    apt_log: Path

    def has(self, command: str, script: str) -> None:
        path = self.commands / command
        path.unlink(missing_ok=True)
        path.write_text(f"#!/bin/bash\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    def needs(self, *items: str) -> subprocess.CompletedProcess[str]:
        """Run `need` of the set-up on this machine, with nothing else to be found on the path."""
        script = f"set -euo pipefail; root=/nowhere; . '{TOP}/packaging/setup.sh'; need \"$@\"; echo done"
        return subprocess.run(
            ["/bin/bash", "-c", script, "bash", *items],
            env={"PATH": str(self.commands), "LANG": "C"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def apt_calls(self) -> list[str]:
        return self.apt_log.read_text(encoding="utf-8").splitlines() if self.apt_log.exists() else []


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A Debian with libegl1, libglib2.0-0t64 and a good Python, where we are root."""
    here = Machine(tmp_path / "commands", tmp_path / "apt.log")
    here.commands.mkdir()
    (here.commands / "env").symlink_to(shutil.which("env") or "env")
    here.has("python3", "exit 0")
    here.has("id", "echo 0")
    here.has("apt-get", f'echo "$DEBIAN_FRONTEND: $*" >> "{here.apt_log}"')
    here.has(
        "dpkg-query",
        'for name in "$@"; do case $name in libegl1 | libglib2.0-0t64) echo "install ok installed" ;; esac; done',
    )
    return here


def test_a_machine_with_everything_is_left_alone(machine: Machine) -> None:
    run = machine.needs("python", "env:coreutils", "libegl1", "libglib2.0-0")

    assert run.stdout == "done\n"
    assert run.stderr == ""
    assert machine.apt_calls() == []


def test_root_installs_only_what_is_missing(machine: Machine) -> None:
    run = machine.needs("libegl1", "libgl1", "pdftotext:poppler-utils")

    assert run.stdout == "done\n"
    update, install = machine.apt_calls()
    assert update == "noninteractive: update -qq"
    assert install.startswith("noninteractive: install -y --no-install-recommends libgl1 poppler-utils -")


def test_somebody_with_sudo_installs_through_it(machine: Machine) -> None:
    machine.has("id", "echo 1000")
    machine.has("sudo", '[ "$*" = "-n true" ] || exec "$@"')

    run = machine.needs("libgl1")

    assert run.stdout == "done\n"
    assert machine.apt_calls()[1].startswith("noninteractive: install -y --no-install-recommends libgl1 ")


@pytest.mark.parametrize("sudo", [None, "exit 1"], ids=["no sudo", "sudo refuses"])
def test_somebody_without_rights_is_told_the_exact_line(machine: Machine, sudo: str | None) -> None:
    machine.has("id", "echo 1000")
    if sudo:
        machine.has("sudo", sudo)

    run = machine.needs("libgl1", "xauth:xauth")

    assert run.returncode == NO_RIGHTS
    assert "\n  apt-get update && apt-get install -y --no-install-recommends libgl1 xauth\n" in run.stderr
    assert machine.apt_calls() == []


def test_packages_that_cannot_be_had_stop_it_with_their_names(machine: Machine) -> None:
    machine.has("apt-get", '[ "$1" = update ]')

    run = machine.needs("libgl1")

    assert run.returncode == UNAVAILABLE
    assert "Could not install: libgl1" in run.stderr


def test_another_system_is_told_what_is_needed_and_carries_on(machine: Machine) -> None:
    (machine.commands / "apt-get").unlink()

    run = machine.needs("libgl1", "xauth:xauth")

    assert run.stdout == "done\n"
    assert run.stderr == "Not a Debian system: please provide what these Debian packages hold: xauth\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_is_sound_bash_and_may_be_run(command: str) -> None:
    script = TOP / "packaging" / command

    checked = subprocess.run(["/bin/bash", "-n", script], check=False)

    assert checked.returncode == 0
    assert script.stat().st_mode & 0o111
    assert "\nset -euo pipefail\n" in script.read_text(encoding="utf-8")


def test_a_second_start_installs_nothing(tmp_path: Path) -> None:
    """The stamp of the first one is believed: a checkout with a space in its name, pip that would fail."""
    root = tmp_path / "a checkout"
    (root / "packaging").mkdir(parents=True)
    (root / "packaging" / "requirements.lock").touch()
    (root / "pyproject.toml").touch()
    _fake_venv(root)

    first, second = _prepare(root), _prepare(root)
    (root / "packaging" / "requirements.lock").write_text("changed", encoding="utf-8")
    third = _prepare(root)

    calls = [run.stdout.count("pip install") for run in (first, second, third)]
    assert calls == [2, 0, 2]


def _fake_venv(root: Path) -> None:
    python = root / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(
        '#!/bin/bash\n[ "$1" = -c ] || [ "$3" = --version ] || echo "$2 $3"\n', encoding="utf-8"
    )
    python.chmod(0o755)


def _prepare(root: Path) -> subprocess.CompletedProcess[str]:
    script = f"set -euo pipefail; root=$1; . '{TOP}/packaging/setup.sh'; prepare_venv requirements.lock"
    return subprocess.run(
        ["/bin/bash", "-c", script, "bash", str(root)], capture_output=True, text=True, check=True
    )
