"""The package on a bare Debian 12 that has what it depends on and nothing else: no Python, no X server, no fonts."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import json
import os
import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from kiosk.lab.running import ask
from tests.packages.built import APP, CACHE, alone, built_package

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAM: Final = f"/opt/apps/{APP}/files/bin/kiosk"
PATIENCE_S: Final = 90.0
BARE: Final = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LC_ALL": "C.UTF-8"}
IGNORED: Final = re.compile(r"(proc|dev|tmp|root|srv|var/lib/dpkg|var/log|var/cache)(/|$)")

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]


def may_not() -> str:
    """Return why no clean machine can be had here, or an empty text."""
    if os.geteuid() != 0 or not shutil.which("mmdebstrap"):
        return "not run: a clean machine needs root and mmdebstrap"
    tried = subprocess.run(
        ["unshare", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False
    )
    return "" if tried.returncode == 0 else "not run: no right to mount here"


def clean_system(depends: str) -> Path:
    """Return the archive of a Debian 12 with these packages and what they depend on; made once, with network, and kept."""
    names = sorted(word.split("|")[0].split("(")[0].strip() for word in depends.split(","))
    archive = CACHE / f"bookworm-{hashlib.sha256(' '.join(names).encode()).hexdigest()[:16]}.tar"
    with alone(archive.stem):
        if not archive.exists():
            draft = archive.with_suffix(".draft.tar")
            words = ["--quiet", "--variant=minbase", f"--include={','.join(names)}", "bookworm", str(draft)]
            if subprocess.run(["mmdebstrap", *words], check=False).returncode != 0:
                pytest.skip("not run: no mirror of Debian can be reached")
            draft.rename(archive)
    return archive


class Machine:
    """A chroot with processes, devices and shared memory of its own, and this machine's network."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def command(self, *words: str) -> list[str]:
        """Return how a command is started in it; when that is killed, all it started ends too."""
        enter = 'mount -t proc proc "$0/proc" && mount -t tmpfs none "$0/dev/shm" && exec chroot "$0" "$@"'
        apart = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
        return [*apart, "sh", "-c", enter, str(self.root), *words]

    def run(self, *words: str, **more: str) -> str:
        """Run a command to its end; return what it said."""
        done = subprocess.run(
            self.command(*words), env=BARE | more, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def files(self) -> set[str]:
        """Return everything on it that only an installation should change."""
        found = (str(file.relative_to(self.root)) for file in self.root.rglob("*"))
        return {file for file in found if not IGNORED.match(file)}


@contextlib.contextmanager
def bare_machine(package: Path, folder: Path) -> Iterator[Machine]:
    """Give a machine with what the package depends on and without the package."""
    depends = subprocess.run(
        ["dpkg-deb", "-f", package, "Depends"], capture_output=True, text=True, check=True
    ).stdout
    archive = clean_system(depends)
    root = folder / "root"
    root.mkdir()
    try:
        subprocess.run(["tar", "-xf", archive, "-C", root], check=True)
        yield Machine(root)
    finally:
        shutil.rmtree(root)


@contextlib.contextmanager
def branch(machine: Machine) -> Iterator[int]:
    """Run the branch service with its data in /srv/branch; give the port it answers at."""
    words = ("branch", "--demonstration", "--until-stdin-closes", "--data", "/srv/branch", "--port", "0")
    with subprocess.Popen(machine.command(PROGRAM, *words), env=BARE, stdin=subprocess.PIPE) as child:
        address, until = machine.root / "srv/branch/service.json", time.monotonic() + PATIENCE_S
        while not _answers(address):
            assert child.poll() is None
            assert time.monotonic() < until
            time.sleep(0.05)
        yield _port(address)
        assert child.stdin
        child.stdin.close()
        assert child.wait(PATIENCE_S) == 0


def issued_and_printed(machine: Machine) -> bool:
    """Take a number over HTTP and wait until its slip lies in the folder; a process of its own draws that."""
    with (
        branch(machine) as port,
        contextlib.closing(http.client.HTTPConnection("127.0.0.1", port)) as connection,
    ):
        answer = ask(connection, "issue_ticket", {"service": "deposit"}, "entrance")
        until = time.monotonic() + PATIENCE_S
        while not list((machine.root / "srv/branch/slips").glob("*.png")):
            assert time.monotonic() < until, answer
            time.sleep(0.05)
        return bool(answer["ticket"])


def test_on_a_bare_debian_it_installs_serves_prints_draws_and_goes_without_a_trace(tmp_path: Path) -> None:
    if reason := may_not():
        pytest.skip(reason)
    package = built_package()
    with bare_machine(package, tmp_path) as machine:
        before = machine.files()
        shutil.copy(package, machine.root / "tmp" / "package.deb")
        machine.run("dpkg", "-i", "/tmp/package.deb")  # noqa: S108 - the machine's own

        assert not list((machine.root / "usr/bin").glob("python*"))
        assert re.fullmatch(r"kiosk \d+\.\d+\.\d+\n", machine.run(PROGRAM, "--version"))
        assert issued_and_printed(machine)
        assert machine.run(PROGRAM, "-m", "kiosk.app.gl_probe", QT_QPA_PLATFORM="offscreen") == "software\n"
        assert machine.run("dpkg", "-V", APP) == ""

        machine.run("dpkg", "--purge", APP)
        after = machine.files()
        assert after - before == set()
        assert before - after <= {"opt"}  # dpkg takes away a folder that it leaves empty


@pytest.mark.long
def test_the_tour_photographs_every_step_of_the_real_screens(tmp_path: Path) -> None:
    if reason := may_not():
        pytest.skip(reason)
    package = built_package()
    with bare_machine(package, tmp_path) as machine:
        shutil.copy(package, machine.root / "tmp" / "package.deb")
        machine.run("dpkg", "-i", "/tmp/package.deb")  # noqa: S108 - the machine's own
        told = machine.run(PROGRAM, "tour", "/srv/tour")

        assert len(list((machine.root / "srv/tour").rglob("*.png"))) > 10, told


def _port(address: Path) -> int:
    return int(json.loads(address.read_text("utf-8"))["url"].rpartition(":")[2])


def _answers(address: Path) -> bool:
    try:
        with contextlib.closing(
            http.client.HTTPConnection("127.0.0.1", _port(address), timeout=5)
        ) as connection:
            connection.request("GET", "/v1/health")
            return connection.getresponse().status == 200
    except (OSError, ValueError, http.client.HTTPException):
        return False
