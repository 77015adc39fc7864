"""A machine with nothing but Debian on it: a chroot that has a stick in it or not, and units without a service manager.

Two stand-ins, for a chroot has neither devices nor systemd: `mount` and `umount` of the stick bind a folder, and
`systemctl start` starts what ExecStart of the unit itself says, as its user and in its environment, if its conditions hold.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import shlex
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

CACHE: Final = Path.home() / ".cache" / "kiosk-packages" / "guides"
_NEW_NETWORK: Final = 0x4000_0000
_ENVIRONMENT: Final = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
    "LC_ALL": "C.UTF-8",
    "DEBIAN_FRONTEND": "noninteractive",
}
_ENTER: Final = (
    'mount -t tmpfs none "$1/dev/shm" && { [ -z "$2" ] || mount --bind "$2" "$1/media"; } '
    '&& shift 2 && exec "$@"'
)


def bookworm() -> Path:
    """Return the archive of a bare Debian 12; made once, with network, and kept."""
    archive = CACHE / "bookworm.tar"
    if not archive.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        draft = archive.with_suffix(".draft.tar")
        words = [
            "mmdebstrap",
            "--quiet",
            "--variant=minbase",
            "--include=ca-certificates,curl",
            "bookworm",
            str(draft),
        ]
        subprocess.run(words, check=True)
        draft.replace(archive)
    return archive


@contextlib.contextmanager
def without_internet(*addresses: str) -> Iterator[None]:
    """Put this thread, and what it starts, into a network of its own where these addresses and nothing else answer."""
    libc = ctypes.CDLL(None, use_errno=True)
    before = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
    try:
        if libc.unshare(_NEW_NETWORK) != 0:
            raise OSError(ctypes.get_errno(), "unshare")
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        for address in addresses:
            subprocess.run(["ip", "address", "add", f"{address}/24", "dev", "lo"], check=True)
        yield
    finally:
        libc.setns(before, _NEW_NETWORK)
        os.close(before)


@dataclass
class Machine:
    """A chroot. Every line typed, what it said and its exit code are kept beside it, in a file `.typed`."""

    root: Path
    stick: Path
    in_it: bool = False
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def type(self, line: str, answers: str = "") -> tuple[int, str]:
        """Do what a line says; return its exit code and all it said."""
        words = shlex.split(line)
        if words[0] in {"mount", "umount"}:
            self.in_it, code, said = words[0] == "mount", 0, ""
        elif words[0] == "systemctl":
            code, said = self._systemctl(words[1], words[2:])
        else:
            done = subprocess.run(
                self._entered(["bash", "-c", line]), input=answers, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, text=True, env=_ENVIRONMENT, check=False,
            )  # fmt: skip
            code, said = done.returncode, done.stdout
        with self.root.with_suffix(".typed").open("a") as kept:
            kept.write(f"$ {line}\n{said}[{code}]\n")
        return code, said

    def _entered(self, words: list[str]) -> list[str]:
        stick = str(self.stick) if self.in_it else ""
        own_mounts = ["unshare", "--mount", f"--mount-proc={self.root}/proc"]
        return [
            *own_mounts,
            "sh",
            "-c",
            _ENTER,
            "sh",
            str(self.root),
            stick,
            "chroot",
            str(self.root),
            *words,
        ]

    def _systemctl(self, verb: str, units: list[str]) -> tuple[int, str]:
        if verb == "status":
            return (0, "active") if set(units) <= set(self.running) else (3, "inactive")
        for unit in units:
            if verb in {"stop", "restart"}:
                self.stop(unit)
            if verb in {"start", "restart"} and unit not in self.running and not self._begin(unit):
                return 1, f"{unit}: a condition does not hold"
            if unit in self.running and unit == "kiosk-branch":
                self._wait_for("var/lib/kiosk/branch/service.json")
        return 0, ""

    def unit(self, name: str) -> list[tuple[str, str]]:
        """Return the settings of a unit as it lies on this machine."""
        text = (self.root / "lib/systemd/system" / f"{name}.service").read_text("utf-8")
        return re.findall(r"^(\w+)=(.*)$", text, re.MULTILINE)

    def _begin(self, name: str) -> bool:
        told = self.unit(name)
        of = dict(told)
        who = ["setpriv", f"--reuid={of['User']}", f"--regid={of['Group']}"]
        groups = self._gids([of["Group"], *of.get("SupplementaryGroups", "").split()])
        environment = [word for key, value in told if key == "Environment" for word in value.split()]
        as_unit = [
            *who,
            f"--groups={groups}",
            "--no-new-privs",
            "env",
            "-C",
            of["WorkingDirectory"],
            *environment,
        ]
        if any(
            not (self.root / value.lstrip("/")).exists()
            for key, value in told
            if key == "ConditionPathExists"
        ):
            return False
        condition = [*as_unit, *of["ExecCondition"].split()]
        if subprocess.run(self._entered(condition), env=_ENVIRONMENT, check=False).returncode != 0:
            return False
        log = (self.root / f"var/log/{name}.journal").open("wb")
        with log:
            self.running[name] = subprocess.Popen(
                self._entered([*as_unit, *of["ExecStart"].split()]), stdout=log, stderr=log, env=_ENVIRONMENT
            )
        return True

    def _gids(self, names: list[str]) -> str:
        known = dict(
            re.findall(r"^([^:]+):[^:]*:(\d+):", (self.root / "etc/group").read_text(), re.MULTILINE)
        )
        return ",".join(known[name] for name in names if name in known)

    def stop(self, unit: str) -> None:
        """Stop a unit, if it runs."""
        child = self.running.pop(unit, None)
        if child is not None:
            child.terminate()
            child.wait(60)

    def _wait_for(self, file: str, patience_s: float = 120) -> None:
        # As Type=notify has systemctl wait.
        until = time.monotonic() + patience_s
        while not (self.root / file).exists():
            assert time.monotonic() < until, file
            time.sleep(0.05)


@contextlib.contextmanager
def clean_machine(root: Path, stick: Path) -> Iterator[Machine]:
    """Give a machine that was only just installed; whatever was started on it ends with it.

    Recommended packages stay away: an X server, CUPS and a voice are of no use in a chroot.
    """
    root.mkdir()
    subprocess.run(["tar", "-xf", bookworm(), "-C", root], check=True)
    (root / "etc/apt/apt.conf.d/90-clean").write_text('APT::Install-Recommends "false";\n')
    machine = Machine(root, stick)
    try:
        yield machine
    finally:
        for unit in list(machine.running):
            machine.stop(unit)
