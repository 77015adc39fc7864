"""The package that makes a machine a kiosk: what is in it, how tightly its services are held, and that it goes again."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

from kiosk.app.serve import RESTART
from tests.faults.full_disk import small_disk

TOP = Path(__file__).parents[2]
BUILD = TOP / "packaging" / "linux" / "build-setup"
SETUP = TOP / "packaging" / "linux" / "setup"
UNITS: Final = ("kiosk-branch", "kiosk-session")
MOST_EXPOSED = 2.5

pytestmark = pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="not a Debian system")
needs_systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="not installed: systemd")


def run(*command: str | Path, **more: str) -> str:
    done = subprocess.run(
        list(map(str, command)),
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin:/usr/sbin:/sbin"} | more,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(run(BUILD, tmp_path_factory.mktemp("package"), SOURCE_DATE_EPOCH="1767225600").strip())


@pytest.fixture(scope="module")
def tree(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as it lies on a machine, beside programs that stand for ours and for its shell."""
    root = tmp_path_factory.mktemp("machine")
    run("dpkg-deb", "-x", package, root)
    for name in ("opt/apps/cn.kiosk.reception/files/bin/kiosk", "bin/sh"):
        program = root / name
        program.parent.mkdir(parents=True)
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)
    return root


def test_two_builds_give_the_same_bytes(package: Path, tmp_path: Path) -> None:
    again = Path(run(BUILD, tmp_path, SOURCE_DATE_EPOCH="1767225600").strip())

    assert again.name == package.name
    assert again.read_bytes() == package.read_bytes()


def test_everything_in_it_is_roots_and_nobody_else_may_write_it(package: Path) -> None:
    lines = run("dpkg-deb", "-c", package).splitlines()

    assert [line for line in lines if line.split()[1] != "root/root"] == []
    assert [line for line in lines if re.match(r"(?!l)(.{5}w|.{8}w|...[sS]|......[sS])", line)] == []


@pytest.mark.skipif(not shutil.which("lintian"), reason="not installed: lintian")
def test_lintian_has_nothing_to_say_that_is_not_explained_beside_it(package: Path) -> None:
    reasons = (SETUP / "lintian-overrides").read_text("utf-8").splitlines()

    assert run("lintian", "--allow-root", "--display-info", "--pedantic", package) == ""
    assert [line[0] for line in reasons] == ["#", "k"] * (len(reasons) // 2)


def test_its_scripts_are_scripts_that_a_machine_can_read(package: Path, tmp_path: Path) -> None:
    run("dpkg-deb", "-e", package, tmp_path)

    for name in ("postinst", "prerm", "postrm"):
        run("sh", "-n", tmp_path / name)


@needs_systemd
@pytest.mark.row("G1")
@pytest.mark.parametrize("unit", UNITS)
def test_a_service_is_held_tightly(tree: Path, unit: str) -> None:
    said = run(
        "systemd-analyze", "security", "--offline=true", f"--threshold={MOST_EXPOSED * 10:.0f}",
        tree / f"lib/systemd/system/{unit}.service",
    )  # fmt: skip
    found = re.search(r"exposure level for \S+: ([\d.]+)", said)

    assert found is not None
    assert float(found[1]) <= MOST_EXPOSED


@needs_systemd
@pytest.mark.row("G1")
def test_systemd_understands_every_unit(tree: Path) -> None:
    for target in Path("/lib/systemd/system").glob("*.target"):
        shutil.copy(target, tree / "lib/systemd/system")
    units = sorted((tree / "lib/systemd/system").glob("kiosk-*.service"))

    said = subprocess.run(
        [
            "systemd-analyze",
            "verify",
            f"--root={tree}",
            *(f"/lib/systemd/system/{unit.name}" for unit in units),
        ],
        capture_output=True,
        text=True,
        check=False,
    ).stderr

    assert units != []
    assert [line for line in said.splitlines() if "kiosk-" in line] == []


@needs_systemd
def test_its_users_have_no_shell_and_its_folders_are_their_own(tree: Path) -> None:
    (tree / "etc").mkdir(exist_ok=True)
    run("systemd-sysusers", f"--root={tree}", "kiosk-setup.conf")
    users = {line.split(":")[0]: line.split(":") for line in (tree / "etc/passwd").read_text().splitlines()}
    secrets = {
        line.split(":")[0]: line.split(":")[1] for line in (tree / "etc/shadow").read_text().splitlines()
    }

    for name in ("kiosk", "kiosk-branch"):
        assert users[name][6] == "/usr/sbin/nologin"
        assert secrets[name].startswith(("!", "*"))
    folders = dict(
        line.split()[1:3] for line in (SETUP / "tmpfiles.conf").read_text().splitlines() if line[0] == "d"
    )
    assert folders["/var/lib/kiosk/branch"] == folders["/var/lib/kiosk/screens"] == "0700"
    assert folders["/var/lib/kiosk/updates"] == "0755", "the panel tells how the last update stands"


@pytest.mark.row("G1")
def test_a_service_that_died_is_started_again_at_once_and_for_ever() -> None:
    for unit in UNITS:
        text = (SETUP / f"{unit}.service").read_text()
        assert {"Type=notify", "Restart=always", "RestartSec=1", "StartLimitIntervalSec=0"} <= set(
            text.splitlines()
        )
        assert re.search(r"^WatchdogSec=\d+$", text, re.MULTILINE)


@pytest.mark.parametrize(
    ("result", "paused"), [("exit-code", True), ("success", False), ("signal", False), ("watchdog", False)]
)
def test_a_branch_that_says_why_it_cannot_serve_is_not_asked_every_second(
    tmp_path: Path, result: str, *, paused: bool
) -> None:
    unit = (SETUP / "kiosk-branch.service").read_text()
    after = re.search(r"^ExecStopPost=/bin/sh -c '(.*)'$", unit, re.MULTILINE)
    (tmp_path / "sleep").write_text(f"#!/bin/sh\ntouch {tmp_path}/paused\n")
    (tmp_path / "sleep").chmod(0o755)

    assert after is not None
    assert f"SuccessExitStatus={RESTART}" in unit.splitlines()
    run("sh", "-c", after[1], SERVICE_RESULT=result, PATH=f"{tmp_path}:/usr/bin:/bin")
    assert (tmp_path / "paused").exists() is paused


def test_udev_rules_ask_only_for_what_can_be_asked() -> None:
    rules = (SETUP / "udev.rules").read_text()

    assert re.findall(r"\b(?:OWNER|GROUP|MODE)[=!]=", rules) == []


@pytest.mark.row("G1")
def test_the_window_manager_has_no_keys_and_no_menu() -> None:
    config = (SETUP / "openbox.xml").read_text()

    assert "<keybind" not in config
    assert re.findall(r'<action name="(\w+)"', config) == ["Focus"]
    assert "<menu />" in config


def test_what_a_branch_keeps_goes_only_if_somebody_asked(tmp_path: Path) -> None:
    for asked in (False, True):
        machine = tmp_path / str(asked)
        (machine / "etc/kiosk").mkdir(parents=True)
        (machine / "var/lib/kiosk/branch/database").mkdir(parents=True)
        (machine / "var/lib/kiosk/screens").mkdir()
        (machine / "etc/kiosk/kiosk.toml").touch()
        if asked:
            (machine / "etc/kiosk/wipe-data-on-purge").touch()

        purge(machine)

        assert (machine / "var/lib/kiosk/branch/database").exists() is not asked
        assert (machine / "var/lib/kiosk").exists() is not asked
        assert not (machine / "var/lib/kiosk/screens").exists()
        assert not (machine / "etc/kiosk").exists()


def test_a_disk_that_is_mounted_in_its_folders_keeps_no_purge_from_its_end(tmp_path: Path) -> None:
    with (
        small_disk(tmp_path / "var/lib/kiosk/branch", 1) as data,
        small_disk(tmp_path / "srv/kiosk-backups", 1),
    ):
        (data / "database").mkdir()
        (tmp_path / "etc/kiosk").mkdir(parents=True)
        (tmp_path / "etc/kiosk/wipe-data-on-purge").touch()

        purge(tmp_path)

        assert list(data.iterdir()) == []
        assert not (tmp_path / "etc/kiosk").exists()


def purge(machine: Path) -> None:
    """Let the script of the package remove what is in a folder that stands for the machine."""
    script = (SETUP / "postrm").read_text()
    moved, count = re.subn(r"(?<![\w/])/(etc|srv|var)/", rf"{machine}/\1/", script)
    assert count == len(re.findall(r"/(?:etc|srv|var)/", script)), "nothing of this machine's own is touched"
    tools = machine / "tools"
    tools.mkdir()
    for name in ("deb-systemd-helper", "systemctl", "userdel", "groupdel", "getent"):
        (tools / name).write_text("#!/bin/sh\nexit 1\n")
        (tools / name).chmod(0o755)
    (machine / "postrm").write_text(moved)
    run("sh", machine / "postrm", "purge", PATH=f"{tools}:/usr/bin:/bin")
