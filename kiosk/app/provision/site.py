"""What site.toml says of a branch and its machines."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

SCREENS: Final = ("entrance", "exit", "hall")


@dataclass(frozen=True, slots=True)
class Machine:
    """One machine: how it is known, what it is for, and what its kiosk.toml says beside that."""

    name: str
    roles: tuple[str, ...] = ()
    hostname: str = ""
    mac: str = ""
    serial: str = ""
    settings: Mapping[str, object] = field(default_factory=dict)
    """By `table.key`."""

    @property
    def screens(self) -> tuple[str, ...]:
        """The public screens of it."""
        return tuple(role for role in SCREENS if role in self.roles)

    def device(self, role: str) -> str:
        """Return the name under which its screen of a role is known to the branch."""
        return self.name if self.screens == (role,) else f"{self.name}-{role}"


@dataclass(frozen=True, slots=True)
class Site:
    """A branch with its machines. `folder` is where the file lies: the stick."""

    folder: Path
    code: str
    bank: Mapping[str, str]
    name: Mapping[str, str]
    machines: tuple[Machine, ...]
    hours: Mapping[str, str] = field(default_factory=dict)
    """By weekday in English; what is not in it is as shipped."""
    services: tuple[str, ...] = ()
    """Codes of the services offered; none named: all."""
    manager: str = ""
    """Badge of the first branch manager; empty: made later on the page /setup."""
    voucher: str = ""
    """The voucher's file on the stick; empty: no headquarters."""
    words: str = ""
    """The six words headquarters reads out; empty: somebody compares them later."""
