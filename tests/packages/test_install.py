"""The package on a bare Debian that has what it depends on and nothing else: no Python, no X server, no fonts."""

from __future__ import annotations

import contextlib
import http.client
import json
import re
import time
from typing import TYPE_CHECKING, Final

import pytest

from kiosk.lab.running import ask
from tests.packages.built import APP
from tests.packages.machine import Machine, machine_in
from tests.packages.systems import depended_on, may_not, program_package, system_with

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROGRAM: Final = f"/opt/apps/{APP}/files/bin/kiosk"
PATIENCE_S: Final = 90.0
pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    """Give a machine with what the package depends on, and the package in /tmp."""
    if reason := may_not():
        pytest.skip(reason)
    package = program_package()
    with machine_in(tmp_path / "machine", system_with(*depended_on(package))) as one:
        one.install(package)
        yield one


@contextlib.contextmanager
def branch(machine: Machine) -> Iterator[int]:
    """Run the branch service with its data in /srv/branch; give the port it answers at."""
    line = f"exec {PROGRAM} branch --demonstration --until-stdin-closes --data /srv/branch --port 0"
    with machine.begin(f"{line} > /srv/branch.said 2>&1") as child:
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


def test_on_a_bare_debian_it_serves_prints_draws_and_goes_without_a_trace(machine: Machine) -> None:
    assert not list((machine.root / "usr/bin").glob("python*"))
    assert re.fullmatch(r"kiosk \d+\.\d+\.\d+\n", machine.type(f"{PROGRAM} --version"))
    assert issued_and_printed(machine)
    assert machine.type(f"QT_QPA_PLATFORM=offscreen {PROGRAM} -m kiosk.app.gl_probe") == "software\n"
    assert machine.type(f"dpkg --verify {APP}") == ""

    machine.type(f"dpkg --purge {APP} && rm -r /srv/branch*")
    after = machine.files()
    assert after - machine.before == set()
    assert machine.before - after <= {"opt"}  # dpkg takes away a folder that it leaves empty


@pytest.mark.long
def test_the_tour_photographs_every_step_of_the_real_screens(machine: Machine) -> None:
    told = machine.type(f"{PROGRAM} tour /srv/tour")

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
