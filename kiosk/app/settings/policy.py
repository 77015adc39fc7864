"""The policy of the bank over this machine: a file on Linux, the registry on Windows. It wins over everything."""

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from kiosk.app.settings.kinds import Refused, from_text
from kiosk.app.settings.registry import find
from kiosk.app.settings.sources import Given, Origin, Reading, read_toml

POLICY_FILE: Final = Path("/etc/kiosk/policy.toml")
POLICY_KEY: Final = r"SOFTWARE\Policies\Kiosk"


class Policy(Protocol):
    """Where a policy is read from."""

    def read(self) -> Reading:
        """Return what it sets; nothing, where there is no policy."""
        ...


class MachineRegistry(Protocol):
    """As much of HKEY_LOCAL_MACHINE as a policy needs."""

    def values(self, key: str) -> Mapping[str, object]:
        """Return name and data of each value of a key: int, str or list of str. Empty, if there is no such key."""
        ...

    def keys(self, key: str) -> tuple[str, ...]:
        """Return the names of the keys below a key."""
        ...


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """A policy in a TOML file, written like kiosk.toml."""

    file: Path = POLICY_FILE

    def read(self) -> Reading:
        """Return what the file sets; nothing, if there is none."""
        return read_toml(self.file, "policy") or Reading()


@dataclass(frozen=True, slots=True)
class RegistryPolicy:
    r"""A policy in the registry: a key for each table below `SOFTWARE\Policies\Kiosk`, a value for each setting.

    Group policy writes numbers and switches as DWORD, texts as SZ, lists as MULTI_SZ or as texts with commas.
    """

    machine: MachineRegistry

    def read(self) -> Reading:
        """Return what the registry sets."""
        return Reading(given=list(self._given()))

    def _given(self) -> Iterator[Given]:
        for table in self.machine.keys(POLICY_KEY):
            key = rf"{POLICY_KEY}\{table}"
            for value, data in self.machine.values(key).items():
                name = f"{table}.{value}".lower()  # the registry does not tell capitals from small letters
                origin = Origin("policy", rf"HKLM\{key}\{value}")
                yield Given(name, _plain(name, data), origin)


@dataclass(frozen=True, slots=True)
class SimulatedRegistry:
    """A registry of our own: key to values."""

    content: Mapping[str, Mapping[str, object]] = field(default_factory=dict)

    def values(self, key: str) -> Mapping[str, object]:
        """Return the values of a key."""
        return self.content.get(key, {})

    def keys(self, key: str) -> tuple[str, ...]:
        """Return the names of the keys below a key."""
        return tuple(each.removeprefix(f"{key}\\") for each in self.content if each.startswith(f"{key}\\"))


class WindowsRegistry:
    """The registry of this machine; empty where there is none, or it may not be read."""

    def values(self, key: str) -> Mapping[str, object]:
        """Return the values of a key."""
        return dict(_of_windows(key)[0])

    def keys(self, key: str) -> tuple[str, ...]:
        """Return the names of the keys below a key."""
        return _of_windows(key)[1]


def _of_windows(key: str) -> tuple[Mapping[str, object], tuple[str, ...]]:
    """Return values and keys of a key of HKEY_LOCAL_MACHINE."""
    if sys.platform == "win32":
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key) as opened:
                keys, values, _ = winreg.QueryInfoKey(opened)
                listed = [winreg.EnumValue(opened, number) for number in range(values)]
                below = tuple(winreg.EnumKey(opened, number) for number in range(keys))
            return {name: data for name, data, _ in listed}, below
        except OSError:
            pass
    return {}, ()


NO_POLICY: Final[Policy] = RegistryPolicy(SimulatedRegistry())
"""No policy at all."""


def policy_here() -> Policy:
    """Return the policy of this machine, as its system keeps it."""
    return RegistryPolicy(WindowsRegistry()) if os.name == "nt" else PolicyFile()


def _plain(name: str, data: object) -> object:
    """Return data of the registry as TOML would give it: it has no booleans, and no numbers with a point."""
    setting = find(name)
    if setting is None:
        return data
    if setting.kind == "flag" and data in {0, 1} and isinstance(data, int):
        return bool(data)
    if isinstance(data, str):
        try:
            return from_text(setting, data)
        except Refused:
            return data
    return data
