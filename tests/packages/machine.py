"""A bare Debian on which units are started and power is cut.

A chroot with processes and mounts of its own: whoever ends its first process ends all of it at once, as a power cut does,
and what lies on its disk stays. The programs in `stand_ins` stand for what a machine has and a chroot has not: a manager of
units, devices, and a stick in it. What would change the kernel is kept out, for the kernel is everybody's.
"""

from __future__ import annotations

import contextlib
import ctypes
import http.client
import os
import re
import shlex
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE_S: Final = 600
SERVICE: Final = "var/lib/kiosk/branch/service.json"
ADDRESS: Final = "192.168.1.10"
_NETWORK: Final = 0x4000_0000
_LIBC: Final = ctypes.CDLL(None, use_errno=True)
_ENVIRONMENT: Final = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
    "LC_ALL": "C.UTF-8",
    "DEBIAN_FRONTEND": "noninteractive",
}
_STAND_INS: Final = Path(__file__).with_name("stand_ins")
_ANYTHING_LEAVES: Final = re.compile(
    r"(proc|dev|run|tmp|root|usr/local|var/cache|var/log|var/lib/(dpkg|systemd))(/|$)|usr/share/fonts/(.+/)?\.uuid$"
)
"""The last is what Debian 11 writes down, once, of each folder of fonts when root's first program looks for one."""
_BOOT: Final = """
mount -t proc proc "$0/proc" && mount --bind "$0/proc/sys" "$0/proc/sys" && mount -o remount,ro,bind "$0/proc/sys" &&
mount -t tmpfs none "$0/dev/shm" && chmod 1777 "$0/dev/shm" && mount -t tmpfs none "$0/run" &&
if [ -n "$1" ]; then ip link set lo up && ip address add "$1/24" dev lo; fi &&
if [ -n "$2" ]; then mkdir "$0/run/stick" && mount --bind "$2" "$0/run/stick"; fi &&
chroot "$0" mkdir -p /run/systemd/system /run/units && echo up &&
exec chroot "$0" bash -c 'while :; do sleep 1000 & wait; done'
"""


@contextlib.contextmanager
def without_internet(*addresses: str) -> Iterator[None]:
    """Put this thread, and what it starts, into a network of its own where these addresses and nothing else answer."""
    with _network_kept():
        if _LIBC.unshare(_NETWORK) != 0:
            raise OSError(ctypes.get_errno(), "unshare")
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        for address in addresses:
            subprocess.run(["ip", "address", "add", f"{address}/24", "dev", "lo"], check=True)
        yield


@contextlib.contextmanager
def _network_kept() -> Iterator[None]:
    """Bring this thread back into the network that it is in."""
    before = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
    try:
        yield
    finally:
        _LIBC.setns(before, _NETWORK)
        os.close(before)


@dataclass
class Machine:
    """A chroot that is switched on. Every line typed, what it said and its exit code are kept beside it, in `.typed`."""

    root: Path
    stick: Path | None
    address: str
    """Its own, in a network of its own; empty: it is in that of the thread that switches it on."""
    first: subprocess.Popen[str] = field(init=False)
    before: set[str] = field(init=False)
    """What lay on it before anything of ours."""

    def __post_init__(self) -> None:
        """Switch it on."""
        self._boot()
        self.before = self.files()

    def begin(self, line: str) -> subprocess.Popen[str]:
        """Begin what a line says; all it says comes in one stream."""
        return subprocess.Popen(
            [*self._enter, "bash", "-c", line], env=_ENVIRONMENT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def type(self, line: str, codes: tuple[int, ...] = (0,), answers: str = "") -> str:
        """Do what a line says, answer what it asks, and return all it said; it must end with one of these exit codes."""
        with self.begin(line) as child:
            said, _ = child.communicate(answers, timeout=PATIENCE_S)
        with self.root.with_suffix(".typed").open("a") as kept:
            kept.write(f"$ {line}\n{said}[{child.returncode}]\n")
        assert child.returncode in codes, f"{line}: {child.returncode}\n{said}"
        return said

    def as_user(self, user: str, line: str, codes: tuple[int, ...] = (0,)) -> str:
        """Do what a line says as somebody else."""
        return self.type(
            f"setpriv --reuid={user} --regid={user} --clear-groups bash -c {shlex.quote(line)}", codes
        )

    def install(self, *debs: Path) -> None:
        """Put packages in by dpkg alone, which refuses what lacks something it depends on."""
        for deb in debs:
            shutil.copy(deb, self.root / "tmp")
        self.type("dpkg --install /tmp/*.deb && rm /tmp/*.deb")

    def files(self) -> set[str]:
        """Return what lies on it, but for what every installation of anything leaves."""
        found = (str(path.relative_to(self.root)) for path in self.root.rglob("*"))
        return {path for path in found if not _ANYTHING_LEAVES.match(path)}

    @contextlib.contextmanager
    def network(self) -> Iterator[None]:
        """Put this thread into the network of the machine: a socket stays in the one that it was made in."""
        there = os.open(f"/proc/{self._inside}/ns/net", os.O_RDONLY)
        try:
            with _network_kept():
                if _LIBC.setns(there, _NETWORK) != 0:
                    raise OSError(ctypes.get_errno(), "setns")
                yield
        finally:
            os.close(there)

    def connection(self, port: int) -> http.client.HTTPConnection:
        """Return a connection to a port of its loopback, as if from a program on it."""
        with self.network():
            found = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            found.connect()
        return found

    def wait_for(self, path: str) -> None:
        """Wait until something is on its disk."""
        until = time.monotonic() + PATIENCE_S
        while not (self.root / path).exists():
            assert time.monotonic() < until, path
            time.sleep(0.01)

    def cut_power(self) -> None:
        """End every process of it at once."""
        os.kill(self.first.pid, signal.SIGKILL)
        self.first.communicate()

    def switch_on(self) -> str:
        """Start it again: first what ends a cut-off update, then the service; return what they say."""
        self._boot()
        return self.type("/usr/lib/kiosk/update resume && systemctl start kiosk-branch.service")

    def _boot(self) -> None:
        apart = [
            "unshare",
            "--mount",
            "--pid",
            *(["--net"] if self.address else []),
            "--fork",
            "--kill-child",
        ]
        words = [*apart, "sh", "-c", _BOOT, str(self.root), self.address, str(self.stick or "")]
        self.first = subprocess.Popen(
            words, env=_ENVIRONMENT, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE
        )
        assert self.first.stdout
        assert self.first.stdout.readline() == "up\n"

    @property
    def _inside(self) -> str:
        """The number by which this system knows the machine's first process."""
        return Path(f"/proc/{self.first.pid}/task/{self.first.pid}/children").read_text().split()[0]

    @property
    def _enter(self) -> list[str]:
        return ["nsenter", f"--target={self._inside}", "--mount", "--pid", "--net", "chroot", str(self.root)]


@contextlib.contextmanager
def machine_in(
    root: Path, archive: Path, *, stick: Path | None = None, address: str = ""
) -> Iterator[Machine]:
    """Give a machine that was only just installed, switched on; whatever runs on it ends with it.

    Recommended packages stay away: an X server, CUPS and a voice are of no use in a chroot.
    """
    root.mkdir(parents=True)
    subprocess.run(["tar", "-xf", archive, "-C", root], check=True)
    (root / "etc/apt/apt.conf.d/90-bare").write_text('APT::Install-Recommends "false";\n')
    for tool in _STAND_INS.iterdir():
        shutil.copy(tool, root / "usr/local/bin")
    machine = Machine(root, stick, address)
    try:
        yield machine
    finally:
        machine.cut_power()
