"""A clean Debian that holds what both packages declare and nothing else, on which units are started and power is cut.

A chroot with processes, mounts and a network of its own: whoever ends its first process ends all of it at once, as a power
cut does, and what lies on its disk stays. Two things stand in for a machine's: `systemctl`, which starts what ExecStart of
a unit says, as its user, in its groups and environment, if its conditions hold, and is done once the branch answers; and
what would change the kernel, which is everybody's here.
"""

from __future__ import annotations

import contextlib
import ctypes
import http.client
import os
import shlex
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
_NETWORK: Final = 0x4000_0000
_ENVIRONMENT: Final = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
    "LC_ALL": "C.UTF-8",
    "DEBIAN_FRONTEND": "noninteractive",
}
# The kernel's settings are everybody's: no package installed here may change them.
_BOOT: Final = """
mount -t proc proc "$0/proc" && mount --bind "$0/proc/sys" "$0/proc/sys" && mount -o remount,ro,bind "$0/proc/sys" &&
mount -t tmpfs none "$0/dev/shm" && chmod 1777 "$0/dev/shm" && mount -t tmpfs none "$0/run" && ip link set lo up &&
ip address add 192.168.1.10/24 dev lo &&
chroot "$0" mkdir -p /run/systemd/system /run/units && echo up &&
exec chroot "$0" bash -c 'while :; do sleep 1000 & wait; done'
"""
_SYSTEMCTL: Final = """#!/bin/bash
# Stands in for systemd: no manager runs in a chroot.
set -eu
[ "$1" != --quiet ] || shift
verb=$1; shift
of() { sed -n "s/^$2=//p" "/lib/systemd/system/$1"; }
runs() { [ -e "/run/units/$1" ] && kill -0 "$(cat "/run/units/$1")" 2> /dev/null; }
groups() { for group in $1; do getent group "$group" | cut -d: -f3; done | paste -sd,; }
begin() {
  local unit=$1 user group place program answers=/var/lib/kiosk/branch/service.json
  for place in $(of "$unit" ConditionPathExists); do [ -e "$place" ] || return 0; done
  user=$(of "$unit" User) group=$(of "$unit" Group)
  local words=(setpriv "--reuid=$user" "--regid=$group" "--groups=$(groups "$group $(of "$unit" SupplementaryGroups)")"
    --no-new-privs env -i -C "$(of "$unit" WorkingDirectory)" PATH=/usr/sbin:/usr/bin:/sbin:/bin)
  read -ra given < <(of "$unit" Environment)
  read -ra condition < <(of "$unit" ExecCondition)
  read -ra program < <(of "$unit" ExecStart)
  "${words[@]}" "${given[@]}" "${condition[@]}" || return 0
  rm -f "$answers"
  (umask "$(of "$unit" UMask)"
   exec setsid "${words[@]}" "${given[@]}" "${program[@]}" < /dev/null >> "/var/log/$unit.journal" 2>&1 9>&-) &
  echo $! > "/run/units/$unit"
  until [ -e "$answers" ]; do runs "$unit" || return 1; sleep 0.02; done
}
for unit; do
  case $verb in
    is-active) runs "$unit" || exit 3 ;;
    is-enabled) [ -e "/etc/systemd/system/multi-user.target.wants/$unit" ] || exit 1 ;;
    stop)
      if runs "$unit"; then
        kill "$(cat "/run/units/$unit")"
        while runs "$unit"; do sleep 0.02; done
      fi ;;
    start)
      if [ "$unit" = kiosk-updating.service ]; then
        /usr/lib/kiosk/update run || true
        /usr/lib/kiosk/update resume --start
      elif ! runs "$unit"; then
        begin "$unit"
      fi ;;
  esac
done
"""
_TOOLS: Final = {
    "systemctl": _SYSTEMCTL,
    "deb-systemd-invoke": '#!/bin/sh\nexec systemctl "$@"\n',
    "udevadm": "#!/bin/sh\n",
}


@dataclass
class Machine:
    """A chroot that is switched on."""

    root: Path
    first: subprocess.Popen[str]
    before: set[str] = field(default_factory=set)
    """What lay on it before anything of ours."""

    @property
    def _inside(self) -> str:
        """The number by which this system knows the machine's first process."""
        return Path(f"/proc/{self.first.pid}/task/{self.first.pid}/children").read_text().split()[0]

    @property
    def _enter(self) -> list[str]:
        return ["nsenter", f"--target={self._inside}", "--mount", "--pid", "--net", "chroot", str(self.root)]

    def begin(self, line: str) -> subprocess.Popen[str]:
        """Begin what a line says; all it says comes in one stream."""
        return subprocess.Popen(
            [*self._enter, "bash", "-c", line], env=_ENVIRONMENT, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def type(self, line: str, codes: tuple[int, ...] = (0,)) -> str:
        """Do what a line says and return all it said; it must end with one of these exit codes."""
        with self.begin(line) as child:
            said, _ = child.communicate(timeout=PATIENCE_S)
        assert child.returncode in codes, f"{line}: {child.returncode}\n{said}"
        return said

    def as_user(self, user: str, line: str, codes: tuple[int, ...] = (0,)) -> str:
        """Do what a line says as somebody else."""
        return self.type(
            f"setpriv --reuid={user} --regid={user} --clear-groups bash -c {shlex.quote(line)}", codes
        )

    def connection(self, port: int) -> http.client.HTTPConnection:
        """Return a connection to a port of its loopback, as if from a program on it."""
        libc = ctypes.CDLL(None, use_errno=True)
        before = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        there = os.open(f"/proc/{self._inside}/ns/net", os.O_RDONLY)
        try:
            if libc.setns(there, _NETWORK) != 0:
                raise OSError(ctypes.get_errno(), "setns")
            # A socket stays in the network that it was made in.
            found = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            found.connect()
        finally:
            libc.setns(before, _NETWORK)
            os.close(before)
            os.close(there)
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
        self.first = _boot(self.root)
        return self.type("/usr/lib/kiosk/update resume && systemctl start kiosk-branch.service")


def _boot(root: Path) -> subprocess.Popen[str]:
    apart = ["unshare", "--mount", "--pid", "--net", "--fork", "--kill-child", "sh", "-c", _BOOT, str(root)]
    first = subprocess.Popen(
        apart, env=_ENVIRONMENT, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE
    )
    assert first.stdout
    assert first.stdout.readline() == "up\n"
    return first


@contextlib.contextmanager
def machine_in(root: Path, archive: Path) -> Iterator[Machine]:
    """Give a machine that was only just installed, switched on; whatever runs on it ends with it."""
    root.mkdir(parents=True)
    subprocess.run(["tar", "-xf", archive, "-C", root], check=True)
    for name, content in _TOOLS.items():
        tool = root / "usr/local/bin" / name
        tool.write_text(content)
        tool.chmod(0o755)
    machine = Machine(root, _boot(root))
    try:
        yield machine
    finally:
        machine.cut_power()
