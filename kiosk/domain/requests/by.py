"""Who asks."""

from dataclasses import dataclass
from typing import Final

SIMULATED: Final = "simulated"
"""Begins the name of every device that stands for no real one; no real branch lets such a device do anything."""


@dataclass(frozen=True, slots=True)
class By:
    """Who asks: in which role, at which device, and the badge number of the person who signed in there."""

    role: str
    device: str
    badge: str = ""
    counter: str = ""
    """The counter that a device of role `counter` stands at."""

    @property
    def simulated(self) -> bool:
        """Whether nobody real asks."""
        return self.device.startswith(SIMULATED)

    @property
    def actor(self) -> str:
        """`customer`, `system`, or `staff` with the badge number: what the journal keeps."""
        if self.role in {"entrance", "exit", "hall"}:
            return "customer"
        if self.badge:
            return f"staff:{self.badge}"
        return "system" if self.role in {"system", "door"} else "staff"
