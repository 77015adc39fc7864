"""Machines of a branch on one: network namespaces at a switch of their own, so that a LAN is a real one in a test.

The machine's own network is not touched: the switch is a bridge in a namespace of its own.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PREFIX: Final = "kiosk"
_PLACES: Final = Path("/run/netns")
_OF_NETWORK: Final = 0x40000000
"""CLONE_NEWNET of `man 2 setns`; Python knows `os.setns` from 3.12 on."""
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine of the LAN: a namespace with one network card and a loopback of its own."""

    namespace: str
    address: str
    """IPv4, in 10.77.0.0/24."""

    def command(self, *words: str) -> list[str]:
        """Return the command that runs `words` on this machine; the process started is that of `words` itself."""
        return ["ip", "netns", "exec", self.namespace, *words]

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Let this thread open its sockets on the machine. A socket stays where it was opened; nest nothing."""
        with (
            (_PLACES / self.namespace).open("rb") as there,
            Path("/proc/thread-self/ns/net").open("rb") as own,
        ):
            _go(there.fileno())
            try:
                yield
            finally:
                _go(own.fileno())

    def unplug(self) -> None:
        """Pull its plug out of the switch: what was sent is lost, nobody is told."""
        _ip("-n", self.namespace, "link", "set", "lan", "down")

    def plug_in(self) -> None:
        """Put the plug back."""
        _ip("-n", self.namespace, "link", "set", "lan", "up")

    def change_address(self, address: str) -> Machine:
        """Give the machine another address in place of its own, and return it as it is now."""
        _ip("-n", self.namespace, "addr", "add", f"{address}/24", "dev", "lan")
        _ip("-n", self.namespace, "addr", "del", f"{self.address}/24", "dev", "lan")
        return Machine(self.namespace, address)


@contextmanager
def machines(*names: str) -> Iterator[list[Machine]]:
    """Give a machine for each name, all at one switch, the first at 10.77.0.1; nothing is left of them afterwards.

    Where no namespaces can be made (no rights, not Linux) the test is skipped; on CI, env CI=true, it fails.
    Who starts processes on them ends them before.
    """
    reason = _why_not()
    if reason and os.environ.get("CI") == "true":
        pytest.fail(f"network namespaces are needed on CI: {reason}")
    if reason:
        pytest.skip(f"network namespaces: {reason}")
    _sweep()
    with ExitStack() as stack:
        switch = stack.enter_context(_namespace("switch"))
        _ip("-n", switch, "link", "add", "name", "switch", "type", "bridge")
        _ip("-n", switch, "link", "set", "switch", "up")
        yield [
            Machine(_at(switch, port, stack.enter_context(_namespace(name))), f"10.77.0.{port}")
            for port, name in enumerate(names, 1)
        ]


@contextmanager
def _namespace(name: str) -> Iterator[str]:
    full = f"{_PREFIX}-{os.getpid()}-{name}"
    _ip("netns", "add", full)
    try:
        _ip("-n", full, "link", "set", "lo", "up")
        yield full
    finally:
        _ip("netns", "del", full)


def _at(switch: str, port: int, namespace: str) -> str:
    """Plug a namespace into the switch, and return it. Its card goes with it, and so does the other end."""
    socket = f"port{port}"
    _ip(
        "-n", switch, "link", "add", "name", socket, "type", "veth", "peer", "name", "lan", "netns", namespace
    )
    _ip("-n", switch, "link", "set", socket, "master", "switch", "up")
    _ip("-n", namespace, "addr", "add", f"10.77.0.{port}/24", "dev", "lan")
    _ip("-n", namespace, "link", "set", "lan", "up")
    return namespace


def _sweep() -> None:
    """Take away what a run that was killed left behind."""
    for place in _PLACES.glob(f"{_PREFIX}-*-*") if _PLACES.is_dir() else ():
        if not Path(f"/proc/{place.name.split('-')[1]}").exists():
            _ip("netns", "del", place.name)


@cache
def _why_not() -> str:
    """Return why no namespace can be made here, empty if one can."""
    if shutil.which("ip") is None:
        return "no command ip (Debian package iproute2)"
    probe = f"{_PREFIX}-{os.getpid()}-probe"
    tried = _tried(("netns", "add", probe))
    if tried.returncode:
        return tried.stderr.strip()
    paired = _tried(("-n", probe, "link", "add", "name", "one", "type", "veth", "peer", "name", "two"))
    bridged = _tried(("-n", probe, "link", "add", "name", "three", "type", "bridge"))
    _ip("netns", "del", probe)
    return (paired.stderr + bridged.stderr).strip()


def _ip(*words: str) -> None:
    tried = _tried(words)
    if tried.returncode:
        raise OSError(f"ip {' '.join(words)}: {tried.stderr.strip()}")


def _tried(words: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["ip", *words], capture_output=True, text=True, check=False)


def _go(descriptor: int) -> None:
    if _libc.setns(descriptor, _OF_NETWORK):
        raise OSError(ctypes.get_errno(), "setns")
