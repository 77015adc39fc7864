"""The guides followed to the letter: bare machines become a branch that issues, prints and reports, and are left again.

    pytest tests/packages/test_guides_run.py

As root, with mmdebstrap and network for the first time. KIOSK_PACKAGES names a folder with both packages; without, they
are built. What a chroot cannot do is told in machine.py, which commands are not typed here in places.py.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import re
import shutil
import subprocess
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from kiosk import __version__
from kiosk.devices.printer.simulated_device import SimulatedDevice
from kiosk.hq.store.sqlite import SqliteStore
from kiosk.records.database.keys import load_key
from tests.checkout import TOP
from tests.escpos_reader import read
from tests.packages.guide_headquarters import Headquarters, headquarters_in
from tests.packages.guides import blocks, commands
from tests.packages.machine import ADDRESS, SERVICE, Machine, machine_in, without_internet
from tests.packages.systems import given, may_not, program_package, system_with
from tests.simulated_lines import on_the_network

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [
    pytest.mark.long,
    pytest.mark.timeout(3_600),
    pytest.mark.skipif(may_not() != "", reason=may_not()),
]

PATIENCE_S: Final = 120.0
PRINTER: Final = "192.168.1.50"
CODES: Final = {
    "kiosk doctor": (0, 1),  # a chroot has neither monitor nor loudspeaker
    "kiosk ready": (0, 1),
    "journalctl": (0, 1),  # nobody keeps a journal in a chroot
}
"""How a line may end that need not end with 0."""
ANSWERS: Final = {"kiosk enrol": "y\n", "kiosk uninstall --wipe-data": "0312\n"}
"""What is typed when a line asks."""
BRANCH: Final = "var/lib/kiosk/branch"


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """Give a folder with both packages of this checkout."""
    if folder := given("KIOSK_PACKAGES"):
        return folder
    folder = tmp_path / "packages"
    folder.mkdir()
    shutil.copy(program_package(), folder)
    subprocess.run([TOP / "packaging" / "linux" / "build-setup", folder], check=True)
    return folder


@pytest.fixture
def archive() -> Path:
    """Return the archive of a Debian with what the guides take for granted."""
    return system_with("ca-certificates", "curl")


@pytest.fixture
def stick(tmp_path: Path, packages: Path, archive: Path) -> Path:
    """Give a stick as the guide has it packed, but for the voucher: packages, site.toml, and the system's software."""
    folder = tmp_path / "stick"
    folder.mkdir()
    for package in packages.glob("*.deb"):
        shutil.copy(package, folder)
    (site,) = (one.text for one in blocks("install.md") if one.place == "site.toml")
    # The weekend too is a day for a test.
    (folder / "site.toml").write_text(re.sub(r"(?m)^hours = .*\n", "", site), "utf-8")
    with machine_in(tmp_path / "office", archive, stick=folder) as office:
        typed(office, "install.md", "office")
    shutil.rmtree(tmp_path / "office")
    return folder


def done(machine: Machine, line: str, codes: tuple[int, ...] = ()) -> str:
    """Type a line, and return what it said; it must end as it should."""
    may = codes or next((may for start, may in CODES.items() if line.startswith(start)), (0,))
    answers = next((answer for start, answer in ANSWERS.items() if line.startswith(start)), "")
    return machine.type(line, may, answers)


def typed(machine: Machine, guide: str, place: str) -> dict[str, str]:
    """Type what a guide has typed at a place; return what each line said at last."""
    return {line: done(machine, line) for line in commands(guide, place)}


def followed(machine: Machine) -> dict[str, str]:
    """Type what the guide has typed at the first machine; return what each line said at last."""
    said, ran = {}, set[str]()
    for line in commands("install.md", "branch"):
        # Until the service runs it says that it waits for it; the guide says so too.
        waits = (
            line.startswith("kiosk provision")
            and "--dry-run" not in line
            and not (machine.root / SERVICE).exists()
        )
        said[line] = done(machine, line, (75,) if waits else ())
        if line.startswith("apt-get") and line not in ran:
            at_noon(machine)
        ran.add(line)
    return said


def at_noon(machine: Machine) -> None:
    """Have the model branch lie where it is noon now, before anything is set up: at night nobody gets a number."""
    program = machine.root / "opt/apps/cn.kiosk.reception/files/kiosk/_internal/kiosk"
    shipped = program / "_resources/catalogue/branch.toml"
    east = 12 - time.gmtime().tm_hour
    zone = f"Etc/GMT{-east:+d}" if east else "Etc/UTC"
    days = re.sub(r"(?m)^(\w+day) = .*$", r'\1 = "09:00-17:00"', shipped.read_text("utf-8"))
    shipped.write_text(re.sub(r"(?m)^time_zone = .*$", f'time_zone = "{zone}"', days), "utf-8")


@contextlib.contextmanager
def at_the_screen(machine: Machine, role: str) -> Any:  # noqa: ANN401 - a generator of what a screen has
    """Give a way to ask as the paired screen of a machine, whose pairing the screens' own user can read."""
    file = f"/var/lib/kiosk/screens/devices/{role}.json"
    paired = json.loads(done(machine, f"setpriv --reuid=kiosk --regid=kiosk --clear-groups cat {file}"))
    told = {"Kiosk-Role": role, "Kiosk-Device": paired["device"], "Content-Type": "application/json"}
    headers = told | {"Authorization": f"Bearer {paired['token']}"}
    connection = http.client.HTTPConnection(paired["url"].removeprefix("http://"))

    def ask(kind: str, **body: object) -> dict[str, Any]:
        connection.request(
            "POST", f"/v1/requests/{kind}", json.dumps({"id": str(uuid.uuid4()), "body": body}), headers
        )
        answer: dict[str, Any] = json.loads(connection.getresponse().read())
        return answer

    with contextlib.closing(connection):
        yield ask


def number_taken(machine: Machine) -> str:
    """Take a number at the entrance screen of a machine; return how that was answered."""
    with at_the_screen(machine, "entrance") as ask:
        return str(ask("issue_ticket", service="deposit")["kind"])


def visits_at(folder: Path) -> int:
    store = SqliteStore(folder / "database" / "headquarters.db", load_key(folder / "keys" / "database.key"))
    with contextlib.closing(store), store.servers[0].read() as conn:
        return len(conn.execute("SELECT id FROM visit").fetchall())


def wait_until(happened: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + PATIENCE_S
    while not happened():
        assert time.monotonic() < until, what
        time.sleep(0.2)


def restored(machine: Machine) -> None:
    """Type what the guide has typed to restore a backup, with the name of one that there is."""
    newest = max(path.name for path in (machine.root / BRANCH / "backups").glob("*.kiosk-backup"))
    for line in commands("operations.md", "restore"):
        done(machine, re.sub(r"/srv/\S+\.kiosk-backup", f"/{BRANCH}/backups/{newest}", line))


def install_again(machine: Machine) -> None:
    """Put the programs back that were removed, as they were put in."""
    for line in commands("install.md", "branch")[:2]:
        done(machine, line)
    at_noon(machine)


@pytest.mark.row("G1")
def test_who_follows_only_the_guides_has_a_branch_that_issues_prints_and_reports_and_leaves_it_again(
    tmp_path: Path, stick: Path, archive: Path
) -> None:
    printer = SimulatedDevice()
    with (
        without_internet(ADDRESS, PRINTER),
        on_the_network(printer, 9100, PRINTER),
        headquarters_in(tmp_path / "hq") as headquarters,
        machine_in(tmp_path / "front", archive, stick=stick) as front,
        machine_in(tmp_path / "hall", archive, stick=stick) as hall,
    ):
        (stick / "0312.kiosk-voucher").write_bytes(headquarters.voucher_for("0312"))
        said = followed(front)
        typed(hall, "install.md", "hall")
        becomes_a_branch(front, said, headquarters, tmp_path / "hq", printer)

        for guide in ("troubleshooting.md", "operations.md"):
            typed(front, guide, "branch")
        restored(front)
        assert number_taken(front) == "issued"

        leaves_its_data_and_goes_on(front)
        typed(front, "operations.md", "wipe")
        assert not (front.root / BRANCH / "keys").exists()
        assert not (front.root / "usr/bin/kiosk").exists()


def becomes_a_branch(
    front: Machine, said: dict[str, str], headquarters: Headquarters, hq: Path, printer: SimulatedDevice
) -> None:
    """What the ten-minute guide promises: six words that agree, a slip on the printer, a visit at headquarters."""
    assert said["kiosk --version"].split() == ["kiosk", __version__]
    words = headquarters.words()
    assert words
    assert [word for word in words if word not in said["kiosk enrol /media/0312.kiosk-voucher"]] == []
    slips = len(printer.visits)
    assert number_taken(front) == "issued"
    wait_until(lambda: len(printer.visits) > slips, "a slip")
    wait_until(lambda: visits_at(hq) == 1, "a visit at headquarters")
    (*_, slip) = (visit for visit in printer.visits if visit.received)
    assert read(bytes(slip.received)).events[-1] == "cut"


def leaves_its_data_and_goes_on(front: Machine) -> None:
    """Remove the programs and keep the data; put in again, the branch goes on where it was."""
    typed(front, "operations.md", "keep")
    assert (front.root / BRANCH / "keys" / "branch.key").exists()
    install_again(front)
    done(front, "kiosk provision --from /media/site.toml --machine front", (75,))
    done(front, "systemctl start kiosk-branch")
    done(front, "kiosk provision --from /media/site.toml --machine front")
    assert number_taken(front) == "issued"
