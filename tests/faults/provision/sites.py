"""A stick with a site.toml and the machines of its branch, each in a folder of its own; what provisioning leaves there."""

from __future__ import annotations

import json
import ssl
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from typing import Final, NamedTuple

from kiosk.app.folders import Folders
from kiosk.app.paired import Paired, paired_as
from kiosk.app.provision.machine import machine_of
from kiosk.app.provision.reading import read_site
from kiosk.app.provision.steps import Work, provision
from kiosk.branch.access.access import DEVICE_COOKIE
from kiosk.branch.database.store import reading
from kiosk.records.register import load_register
from kiosk.web.hashing import Argon2id, have_pepper, peppered
from tests.checkout import TOP

BADGE: Final = "1001"
CODE: Final = "0312"
_SITE: Final = """\
[branch]
code = "{code}"
bank = {{ zh = "示例银行", en = "Example Bank" }}
name = {{ zh = "{name}", en = "Renmin Road Branch" }}
manager = "{badge}"
services = ["deposit", "withdrawal", "enquiry"]

[[machine]]
name = "{front}"
hostname = "front-pc"
roles = ["branch", "entrance"]
[machine.branch]
port = 0
lan_port = 0

[[machine]]
name = "{hall}"
mac = "02:00:00:00:00:01"
roles = ["hall"]
"""
_PATIENCE_S: Final = 60.0


class State(NamedTuple):
    """All that a provisioning leaves: each file with its mode and what can be compared of it, and what the branch knows."""

    files: dict[str, tuple[int, str]]
    facts: list[str]
    managers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a machine is set up from and to. Each may be on a disk of its own."""

    stick: Path
    data: Path
    config: Path
    told: Path
    """What every run said, a line each: how, a tab, and the English words."""

    def make(self, *, name: str = "人民路支行", front: str = "front", hall: str = "hall") -> None:
        """Write site.toml."""
        self.stick.mkdir(exist_ok=True)
        site = _SITE.format(code=CODE, badge=BADGE, name=name, front=front, hall=hall)
        (self.stick / "site.toml").write_text(site, "utf-8")

    @property
    def secrets(self) -> list[str]:
        """Every temporary PIN that was shown, oldest first."""
        lines = self.told.read_text("utf-8").splitlines() if self.told.exists() else []
        return [line.rsplit(": ", 1)[1] for line in lines if line.startswith("secret\t")]

    def state(self) -> State:
        """Return what is there now."""
        with reading(self.data) as (_, _, conn):
            kinds = [kind for (kind,) in conn.execute("SELECT kind FROM journal ORDER BY seq")]
            managers = tuple(load_register(conn, CODE).managers)
        return State(self._files(), kinds, managers)

    def _files(self) -> dict[str, tuple[int, str]]:
        found = {"kiosk.toml": self.config}
        found |= {str(path.relative_to(self.data)): path for path in self.data.rglob("*")}
        # What a database keeps beside itself comes and goes, and so does the last catalogue that was good; the data folder
        # is named in the settings.
        return {
            name: (stat.S_IMODE(path.stat().st_mode), self._content(path).replace(str(self.data), "DATA"))
            for name, path in found.items()
            if not name.endswith(("-wal", "-shm", ".lock")) and not name.startswith("catalogue.good")
        }

    def _content(self, path: Path) -> str:
        return path.read_text("utf-8") if path.suffix in {".toml", ".json"} else ""

    def lets_in(self, pin: str) -> bool:
        """Tell whether a PIN is the one that the manager has."""
        with reading(self.data) as (files, _, conn):
            rows = conn.execute("SELECT hash FROM pin WHERE badge = ?", (BADGE,)).fetchall()
            secret = peppered(have_pepper(files.keys), BADGE, pin)
            return [Argon2id().fits(kept, secret) for (kept,) in rows] == [True]

    def paired(self, role: str) -> Paired:
        """Return the pairing of a screen of this machine, which must be there."""
        paired = paired_as(self.data / "devices", role)
        assert paired is not None
        return paired


def set_up(place: Place, machine: str) -> list[str]:
    """Provision a machine and return how each step went; every line is noted at once, as a terminal shows it."""
    site = read_site(place.stick / "site.toml")
    one = machine_of(site, machine)
    assert one is not None
    hows: list[str] = []
    for told in provision(Work(site, one, Folders(place.data), place.config)):
        with place.told.open("a", encoding="utf-8") as said:
            said.write(f"{told.how}\t{told.en}\n")
        hows.append(told.how)
    return hows


def is_let_in(paired: Paired) -> bool:
    """Tell whether the branch knows a screen by its token."""
    with closing(_connection(paired)) as http:
        shown = {"Cookie": f"{DEVICE_COOKIE}={paired.token}", "Kiosk-Role": paired.role}
        http.request("GET", "/v1/catalogue", headers=shown)
        return http.getresponse().status == 200


def _connection(paired: Paired) -> HTTPConnection:
    host = paired.url.partition("://")[2]
    if not paired.ca_pem:
        return HTTPConnection(host, timeout=_PATIENCE_S)
    proven = ssl.create_default_context(cadata=paired.ca_pem)
    return HTTPSConnection(host, timeout=_PATIENCE_S, context=proven)


@contextmanager
def serving(place: Place) -> Iterator[None]:
    """Run the branch service of a machine as its settings say."""
    address = place.data / "service.json"
    words = [sys.executable, "-m", "kiosk", "--config", str(place.config), "branch", "--until-stdin-closes"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(words, cwd=TOP, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet) as child:
        deadline = time.monotonic() + _PATIENCE_S
        while not _answers(address):
            assert child.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.02)
        yield
        assert child.stdin is not None
        child.stdin.close()
        child.wait(_PATIENCE_S)


def _answers(address: Path) -> bool:
    try:
        told = json.loads(address.read_text())
        with closing(HTTPConnection(str(told["url"]).removeprefix("http://"), timeout=_PATIENCE_S)) as http:
            http.connect()
    except (OSError, ValueError):
        return False
    return True
