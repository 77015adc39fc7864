"""`kiosk update` on a machine with a signed file: from the command to the updater and back."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.app.update.packing import pack
from kiosk.app.update.release_keys import public_text
from kiosk.branch.database.schema import MAJOR, MINOR
from tests.checkout import TOP
from tests.faults.update.machine import Machine, machine
from tests.faults.update.stand_ins import Release
from tests.faults.update.walks import RUNNING

pytestmark = pytest.mark.row("G1")

KEY: Final = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
# The system's own Python lies where the machine has tools of its own: only its library is lent.
LIBRARY: Final = sysconfig.get_path("stdlib") if sys.base_prefix == "/usr" else sys.base_prefix
PYTHON: Final = (LIBRARY, sys.prefix, str(TOP))


@pytest.fixture
def equipped(releases: tuple[Release, Release], tmp_path: Path) -> Iterator[Machine]:
    with machine(tmp_path, disk_mb=512, also=PYTHON) as one:
        one.put_in(releases[0])
        debs = releases[1].debs
        pack(debs, one.outside, KEY, needs="1.0.0", schema=(MAJOR, MINOR), made_ms=0)
        yield one


def kiosk(one: Machine, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the real command in the machine."""
    environ = {"KIOSK_DATA": "/var/lib/kiosk/branch", "KIOSK_UPDATE_KEYS": public_text(KEY), "HOME": "/tmp"}  # noqa: S108 - its own
    program = (sys.executable, "-m", "kiosk", "update")
    return one.run("env", "-C", str(TOP), "PYTHONDONTWRITEBYTECODE=1", *program, *words, **environ)


def test_an_update_is_checked_put_in_and_taken_back(
    equipped: Machine, releases: tuple[Release, Release]
) -> None:
    old, new = releases
    file = "/outside/kiosk-1.1.0_all.kiosk-update"

    checked = kiosk(equipped, "check", file)
    assert (checked.returncode, equipped.is_whole(old)) == (0, True), checked.stderr
    assert "1.0.0 → 1.1.0" in checked.stdout

    installed = kiosk(equipped, "install", file)
    assert installed.returncode == 0, installed.stderr
    assert (equipped.phase, equipped.running, equipped.is_whole(new)) == ("good", RUNNING, True)
    assert kiosk(equipped, "install", file).returncode == 11
    assert "kiosk update back" in kiosk(equipped, "status").stdout

    assert kiosk(equipped, "back").returncode == 0
    assert (equipped.phase, equipped.running, equipped.is_whole(old)) == ("undone", RUNNING, True)


def test_a_file_that_is_refused_leaves_nothing_behind(
    equipped: Machine, releases: tuple[Release, Release]
) -> None:
    file = equipped.outside / "kiosk-1.1.0_all.kiosk-update"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)

    refused = kiosk(equipped, "install", f"/outside/{file.name}")

    assert refused.returncode == 10
    assert refused.stderr.startswith("kiosk: altered: ")
    assert (equipped.phase, equipped.running, equipped.is_whole(releases[0])) == ("none", RUNNING, True)
    assert shutil.disk_usage(equipped.root).used < 20_000_000
