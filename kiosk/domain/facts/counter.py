"""Counters that open and close."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class CounterOpened:
    """A counter serves from now on, with these skills."""

    kind: ClassVar[str] = "counter_opened"
    version: ClassVar[int] = 1
    counter: str
    zone: str
    skills: tuple[str, ...]
    """Codes of the services it can do."""
    badge: str = ""
    """Staff badge number (工号) shown wherever a person serves."""


@dataclass(frozen=True, slots=True)
class CounterClosed:
    """A counter stopped serving."""

    kind: ClassVar[str] = "counter_closed"
    version: ClassVar[int] = 1
    counter: str
