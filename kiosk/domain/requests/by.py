"""Who asks."""

from dataclasses import dataclass
from typing import Final

SIMULATED: Final = "simulated"
"""Begins the name of every device that stands for no real one; no real branch lets such a device do anything."""


@dataclass(frozen=True, slots=True)
class By:
    """Who asks: the role of the device, its name, and the badge number when a person signed it."""

    role: str
    device: str
    badge: str = ""

    @property
    def simulated(self) -> bool:
        """Whether nobody real asks."""
        return self.device.startswith(SIMULATED)

    @property
    def actor(self) -> str:
        """`customer`, `system`, or `staff` with the badge number: what the journal keeps."""
        if self.role in {"entrance", "exit", "hall"}:
            return "customer"
        if self.role == "system":
            return "system"
        return f"staff:{self.badge}" if self.badge else "staff"
