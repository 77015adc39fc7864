"""Server-sent events as they come off the wire."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Event(NamedTuple):
    """One event: `fact`, `skip` or `reset`, and its JSON."""

    name: str
    data: bytes

    @property
    def seq(self) -> int:
        """The place in the journal that a reader has reached with it."""
        return int(json.loads(self.data)["seq"])


def events(lines: Iterable[bytes]) -> Iterator[Event]:
    """Yield the events in lines, each with its line end, until these end; comments are left out."""
    fields: dict[bytes, bytes] = {}
    for line in lines:
        name, _, value = line.rstrip(b"\n").partition(b": ")
        if name:
            fields[name] = value
        elif b"event" in fields:
            yield Event(fields[b"event"].decode(), fields[b"data"])
            fields = {}
