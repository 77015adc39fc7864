"""The real kiosk-setup put in, removed and purged on a machine in a folder, cut off at any command of its scripts.

Its scripts are read by bash there, which tells each of their commands; what the package needs of a Debian is bound or left
out. Whatever was cut off, a technician lets dpkg end it and asks for the same once more.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, NamedTuple

from tests.checkout import TOP
from tests.faults.update.machine import Fault, Machine
from tests.faults.update.scripts import SYSTEMCTL
from tests.faults.update.stand_ins import APP, SETUP

Act = Literal["install", "upgrade", "remove", "purge", "wipe"]

BUILD: Final = TOP / "packaging" / "linux" / "build-setup"
SCRIPTS: Final = ("postinst", "prerm", "postrm")
_HOOK: Final = """
_here() {
  local where="${0##*[./]} ${*:2} $1"
  [ -z "${STEPS:-}" ] || printf '%s\\n' "$where" >> /outside/steps
  if [ "${CUT_AT:-}" = "$where" ] && [ ! -e /outside/was-cut ]; then
    : > /outside/was-cut
    . /outside/fault
  fi
}
case $0 in
  /var/lib/dpkg/*) set -o functrace; trap '_here "$LINENO ${BASH_LINENO[*]}" "$@"' DEBUG ;;
esac
"""
_PRESET: Final = """#!/bin/sh
# What is done to links on the disk, the real one does.
case "$*" in *--root=*) exec /usr/bin/systemctl "$@" ;; esac
"""
_OF_TOOLS: Final = re.compile(r"\.pwd\.lock$|/(passwd|group|shadow|gshadow)-$|/\.state\w+\.tmp$")
_WHOLE: Final = ("etc", "opt", "run", "srv", "usr/lib", "var")
_ELSEWHERE: Final = {
    "usr/share": "srv/share",
    "usr/bin": "srv/bin",
    "lib/systemd": "usr/lib/systemd",
    "lib/udev": "usr/lib/udev",
}
"""Folders that the machine borrows from this system, which gets nothing from its packages; and /lib, which is a link there:
on a Debian other packages have it too, here dpkg would take it away with the last one.
"""
_FOLDERS: Final = ("srv", "etc/systemd/system", "etc/pam.d", "var/lib/systemd", "var/log")
_PEOPLE: Final = {
    "etc/passwd": "root:x:0:0:root:/root:/bin/bash\n",
    "etc/group": "root:x:0:\nlp:x:7:\ndialout:x:20:\naudio:x:29:\n",
    "etc/shadow": "root:*:20000:0:99999:7:::\n",
    "etc/gshadow": "root:*::\n",
}
_OURS: Final = {
    "etc/kiosk/kiosk.toml": "[machine]\n",
    "etc/kiosk/session.env": "DISPLAY_SERVER=cage\n",
    "etc/kiosk/policy.toml": "# the bank's\n",
    "var/lib/kiosk/branch/database/branch.db": "facts",
    "var/lib/kiosk/screens/devices/entrance.json": "{}",
}
"""What lies on a machine that was provisioned."""


class Found(NamedTuple):
    """One name on the disk: its mode, its owner, its group, and its content or where it leads."""

    mode: int
    owner: int
    group: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Walk:
    """One thing done with packages, on a machine as it is before that."""

    machine: Machine
    act: Act
    commands: tuple[tuple[str, ...], ...]

    def begin(self, fault: Fault = "kill", **environ: str) -> None:
        """Do it on a machine that is as it was before, with a fault at CUT_AT or CUT_AFTER."""
        self._return()
        self.machine.suffer(fault)
        for command in self.commands:
            self.machine.run(*command, **environ)

    def _return(self) -> None:
        root = self.machine.root
        self.machine.make_room()
        subprocess.run(["rm", "-rf", *(root / place for place in _WHOLE)], check=True)
        subprocess.run(["cp", "-a", f"{self.machine.outside}/before {self.act}/.", root], check=True)

    def before(self) -> dict[str, Found | str]:
        """Return what is there before it."""
        self._return()
        return self.there()

    def steps(self) -> list[str]:
        """Return every command of the scripts on this walk, by its script, what that was asked for, and its lines."""
        file = self.machine.outside / "steps"
        file.unlink(missing_ok=True)
        self.begin(STEPS="all")
        return list(dict.fromkeys(file.read_text().splitlines()))

    def again(self) -> None:
        """Do what a technician does once there is power and room."""
        self.machine.make_room()
        for unit in (self.machine.root / "run/units").iterdir():
            unit.unlink()
        self.machine.run("dpkg", "--configure", "-a")
        for command in self.commands:
            self.machine.must(*command)

    def there(self) -> dict[str, Found | str]:
        """Return everything on the disk but what dpkg keeps for itself, and what dpkg says."""
        told: dict[str, Found | str] = dict(_found(self.machine.root))
        told["dpkg"] = self.machine.run("dpkg-query", "-Wf", "${Package} ${Status} ${Version}\n").stdout
        told["dpkg --audit"] = self.machine.run("dpkg", "--audit").stdout
        return told


def walks(machine: Machine, debs: dict[str, tuple[Path, Path]]) -> list[Walk]:
    """Prepare a machine for each act, and return the walks. `debs` by version: 1.0.0 and 1.1.0."""
    _bare(machine)
    for packages in debs.values():
        for deb in packages:
            shutil.copy(deb, machine.outside)
    first, second = (
        ("dpkg", "--install", *(f"/outside/{one.name}" for one in debs[v])) for v in sorted(debs)
    )
    install = _walk(machine, "install", first)
    machine.must(*first)
    _provision(machine)
    upgrade = _walk(machine, "upgrade", second)
    remove = _walk(machine, "remove", ("dpkg", "--remove", SETUP, APP))
    purge = _walk(machine, "purge", ("dpkg", "--purge", SETUP, APP))
    (machine.root / "etc/kiosk/wipe-data-on-purge").touch()
    wipe = _walk(machine, "wipe", ("dpkg", "--remove", SETUP, APP), ("dpkg", "--purge", SETUP, APP))
    return [install, upgrade, remove, purge, wipe]


def _bare(machine: Machine) -> None:
    """Take away what the machine of an update has, and give it what a Debian has."""
    (machine.outside / "hook").write_text(_HOOK)
    (machine.root / "usr/local/bin/systemctl").write_text(_PRESET + SYSTEMCTL)
    shutil.rmtree(machine.root / "var/lib/kiosk")
    (machine.root / "etc/answered").unlink()
    for place in _FOLDERS:
        (machine.root / place).mkdir(parents=True)
    for name, content in _PEOPLE.items():
        (machine.root / name).write_text(content)


def _walk(machine: Machine, act: Act, *commands: tuple[str, ...]) -> Walk:
    kept = machine.outside / f"before {act}"
    for place in _WHOLE:
        (kept / place).parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["cp", "-a", machine.root / place, kept / place], check=True)
    return Walk(machine, act, commands)


def _provision(machine: Machine) -> None:
    for name, content in _OURS.items():
        file = machine.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)


def real_setup(folder: Path, version: str) -> Path:
    """Build the real package; then let bash read its scripts, and let it need nothing but the app."""
    built = subprocess.run(
        [BUILD, folder], env=os.environ | {"SOURCE_DATE_EPOCH": "1767225600"},
        check=True, capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip
    tree, deb = folder / f"real-{SETUP}-{version}", folder / f"{SETUP}_{version}.deb"
    subprocess.run(["dpkg-deb", "--raw-extract", built, tree], check=True)
    for place, instead in _ELSEWHERE.items():
        shutil.copytree(tree / place, tree / instead, symlinks=True, dirs_exist_ok=True)
        shutil.rmtree(tree / place)
    (tree / "lib").rmdir()
    (tree / "DEBIAN/md5sums").unlink()
    control = tree / "DEBIAN" / "control"
    text = re.sub(r"(?m)^(Pre-Depends|Recommends): .*\n", "", control.read_text())
    text = re.sub(r"(?m)^Depends: .*$", f"Depends: {APP}", text)
    control.write_text(re.sub(r"(?m)^Version: .*$", f"Version: {version}", text))
    for name in SCRIPTS:
        script = tree / "DEBIAN" / name
        script.write_text(script.read_text().replace("#!/bin/sh", "#!/bin/bash", 1))
    subprocess.run(
        ["dpkg-deb", "-Zgzip", "-z1", "--root-owner-group", "--build", tree, deb],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return deb


def _found(root: Path) -> Iterator[tuple[str, Found]]:
    for path in root.rglob("*"):
        name = str(path.relative_to(root))
        # Locks, copies of what was before and drafts, by the system's own tools.
        if name.startswith(("run/", "outside", "var/lib/dpkg/", "tmp/")) or _OF_TOOLS.search(name):
            continue
        seen = path.lstat()
        content = b""
        if stat.S_ISLNK(seen.st_mode):
            content = str(path.readlink()).encode()
        elif stat.S_ISREG(seen.st_mode):
            content = path.read_bytes()
        yield name, Found(seen.st_mode, seen.st_uid, seen.st_gid, content)
