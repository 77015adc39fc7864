"""What a soak is asked to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

FIRST_DAY: Final = date(2026, 11, 2)
"""A Monday; the same for every soak, so that its seed alone decides who comes."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A soak of `days` simulated days of `load` times the usual customers; a fault every so many simulated minutes."""

    days: int = 30
    seed: int = 1
    fault_every_min: int = 60
    """0: none."""
    load: float = 1.0

    def dates(self) -> Iterator[date]:
        """Yield the business dates."""
        return (FIRST_DAY + timedelta(days=day) for day in range(self.days))
