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


@dataclass(frozen=True, slots=True)
class CounterHandedOver:
    """A counter goes on serving under another badge, with whomever it has in hand."""

    kind: ClassVar[str] = "counter_handed_over"
    version: ClassVar[int] = 1
    counter: str
    badge: str
    """Of whoever serves from now on; empty when nobody has signed in there yet."""
