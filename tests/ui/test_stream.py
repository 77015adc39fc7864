"""Server-sent events from a network that cuts them anywhere."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.screens.stream import LONGEST_LINE, BadStream, EventReader, ServerEvent

STREAM = b': hello\n\nevent: fact\ndata: {"a":1}\n\n: \n\nevent: skip\r\ndata:{"seq":9}\r\n\r\ndata: x\ndata: y\n\n'
EVENTS = [ServerEvent("fact", b'{"a":1}'), ServerEvent("skip", b'{"seq":9}'), ServerEvent("", b"x\ny")]


@given(st.lists(st.integers(0, len(STREAM)), max_size=20))
def test_the_events_are_the_same_wherever_the_stream_is_cut(cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(STREAM)]
    reader = EventReader()

    events = [event for a, b in pairwise(edges) for event in reader.feed(STREAM[a:b])]

    assert events == EVENTS


def test_a_line_without_end_does_not_fill_the_memory() -> None:
    reader = EventReader()

    with pytest.raises(BadStream):
        reader.feed(b"data: " + b"x" * LONGEST_LINE)


def test_an_event_without_data_is_none() -> None:
    assert EventReader().feed(b"event: fact\n\n") == []
