"""Charts over time as inline SVG: standing stacks, ranges and lines on one frame with axes.

Positions across are percentages and those down are pixels, so that a chart fills whatever is around it, on a wall or on a
phone, and its letters keep their size. Colours, dashes and the gutter of the axis come from the style sheet (`.plot`).
They are pictures of numbers that also stand in a table beside them (`aria-hidden`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from kiosk.web.charts import Drawing
from kiosk.web.charts_scale import Scale, labels, scale, whole

_HEAD: Final = 26
"""Pixels above the plot, for the unit."""
_TALL: Final = 160
_FOOT: Final = 26
_ROOM: Final = 1.3
"""So much of where an open range begins stands above it, to show that it goes on."""
_DOTTED: Final = 14
"""Up to so many slots each value of a line has a dot; with more they would run into one another."""
_WIDE: Final = {"s1": 0.4, "s2": 0.72}
"""Of a slot, for the inner and the outer of two ranges."""
_ACROSS: Final = 1000
"""Units of a line's own drawing, which is stretched across the plot."""


@dataclass(frozen=True, slots=True)
class Stack:
    """One standing column: what is below it, and its parts from the ground up, one for each series."""

    label: str
    parts: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """What is known of a value: at least `low`, below `high`; no `high` is known of the last bin."""

    low: float
    high: float | None


@dataclass(frozen=True, slots=True)
class Ranges:
    """One slot of a chart of ranges: the inner and the outer of two values, None where too little is known."""

    label: str
    inner: Span | None
    outer: Span | None


@dataclass(frozen=True, slots=True)
class Series:
    """One line: a value for each slot, None where there is none. `tone` is a class of the style sheet."""

    tone: str
    values: tuple[float | None, ...]


def stacked(stacks: Sequence[Stack], unit: str) -> Drawing:
    """Return columns whose parts stand on one another; part n has the class `s n`, counted from 1."""
    axis = scale(max((sum(stack.parts) for stack in stacks), default=0))
    marks = [_stack(stack, axis, slot, len(stacks)) for slot, stack in enumerate(stacks)]
    return _framed("stacked", axis, unit, [stack.label for stack in stacks], marks)


def ranges(slots: Sequence[Ranges], unit: str) -> Drawing:
    """Return two boxes a slot joined by a stem: where the inner and the outer value lie."""
    known = [span for one in slots for span in (one.inner, one.outer) if span]
    axis = scale(max((span.low * _ROOM if span.high is None else span.high for span in known), default=0))
    marks = [_ranges(one, axis, slot, len(slots)) for slot, one in enumerate(slots)]
    return _framed("ranges", axis, unit, [one.label for one in slots], marks)


def lines(series: Sequence[Series], texts: Sequence[str], unit: str, most: float | None = None) -> Drawing:
    """Return lines over the same slots. Beside others of its kind a chart takes their common `most`."""
    known = [value for one in series for value in one.values if value is not None]
    axis = scale(max(known, default=0) if most is None else most)
    marks = [_line(one, axis) for one in series]
    return _framed("lines", axis, unit, list(texts), marks)


def spark(values: Sequence[float | None], most: float | None = None) -> Drawing:
    """Return a small line without axes that fills whatever is around it; its last point is marked."""
    axis = Scale((0.0, max([most or 0, *(value for value in values if value is not None)]) or 1.0))
    tall, points = 24, _points(values, axis, 24)
    last = next((f"{x / 10:.2f}%" for x, _ in reversed(points)), "")
    dot = f'<circle class="end" cx="{last}" cy="{3 + points[-1][1]:.1f}" r="3"/>' if points else ""
    return Drawing(
        f'<svg class="spark" width="100%" height="{tall + 6}" aria-hidden="true">'
        f'<line class="ground" x1="0" x2="100%" y1="{tall + 3}" y2="{tall + 3}"/>'
        f'<svg y="3" width="100%" height="{tall}" viewBox="0 0 {_ACROSS} {tall}" preserveAspectRatio="none">'
        f'<path class="line" d="{_path(values, axis, tall)}"/></svg>{dot}</svg>'
    )


def _framed(kind: str, axis: Scale, unit: str, texts: list[str], marks: Iterable[str]) -> Drawing:
    """Return a chart: unit above the axis, a line at each tick, zero drawn strongest, marks, labels below."""
    high = _HEAD + _TALL + _FOOT
    grid = "".join(
        f'<line class="{"grid" if tick else "zero"}" x1="0" x2="100%" y1="{_y(axis, tick)}" y2="{_y(axis, tick)}"/>'
        f'<text class="tick" x="-8" y="{_y(axis, tick) + 4:.1f}">{whole(tick)}</text>'
        for tick in axis.ticks
    )
    below = "".join(
        f'<text class="label{" minor" if one.minor else ""}" x="{_middle(one.slot, len(texts)):.2f}%" y="{_TALL + 19}">'
        f"{escape(one.text)}</text>"
        for one in labels(texts)
    )
    return Drawing(
        f'<svg class="plot {kind}" width="100%" height="{high}" aria-hidden="true">'
        f'<text class="unit" x="-36" y="12">{escape(unit)}</text>'
        f'<svg y="{_HEAD}" width="100%" height="{_TALL}" overflow="visible">{grid}{"".join(marks)}{below}</svg></svg>'
    )


def _y(axis: Scale, value: float) -> float:
    return round(_TALL * (1 - axis.share(value)), 1)


def _middle(slot: int, slots: int) -> float:
    """Return the middle of a slot in percent of the width."""
    return 100 * (slot + 0.5) / slots


def _box(css: str, slot: int, slots: int, wide: float, upright: tuple[float, float]) -> str:
    """Return a box `wide` of its slot, between two heights in pixels from the top."""
    left, (top, ground) = _middle(slot, slots) - 50 * wide / slots, upright
    return (
        f'<rect class="{css}" x="{left:.2f}%" width="{100 * wide / slots:.2f}%" y="{top:.1f}"'
        f' height="{max(0.0, ground - top):.1f}"/>'
    )


def _stack(stack: Stack, axis: Scale, slot: int, slots: int) -> str:
    drawn, below = [], 0.0
    for series, part in enumerate(stack.parts, 1):
        upright = (_y(axis, below + part), _y(axis, below))
        drawn += [_box(f"s{series}", slot, slots, 0.64, upright)] if part else []
        below += part
    return "".join(drawn)


def _ranges(one: Ranges, axis: Scale, slot: int, slots: int) -> str:
    middle, drawn = _middle(slot, slots), []
    if one.inner and one.outer:
        stem = (one.inner.low + _end(one.inner, axis)) / 2, one.outer.low
        drawn.append(
            f'<line class="stem" x1="{middle:.2f}%" x2="{middle:.2f}%" y1="{_y(axis, stem[0])}" y2="{_y(axis, stem[1])}"/>'
        )
    for css, span in (("s2", one.outer), ("s1", one.inner)):
        if span:
            upright = (_y(axis, _end(span, axis)), _y(axis, span.low))
            # The outer one is wider: where both lie in one bin, it is seen on both sides of the inner.
            wide = _WIDE[css]
            drawn.append(_box(css + (" open" if span.high is None else ""), slot, slots, wide, upright))
    return "".join(drawn)


def _end(span: Span, axis: Scale) -> float:
    return axis.top if span.high is None else span.high


def _line(one: Series, axis: Scale) -> str:
    alone = _alone(one.values)
    dots = "".join(
        f'<circle class="{one.tone}" cx="{x / 10:.2f}%" cy="{y:.1f}" r="3.5"/>'
        for at, (x, y) in enumerate(_points(one.values, axis, _TALL))
        if len(one.values) <= _DOTTED or alone[at]
    )
    return (
        f'<svg width="100%" height="{_TALL}" viewBox="0 0 {_ACROSS} {_TALL}" preserveAspectRatio="none">'
        f'<path class="line {one.tone}" d="{_path(one.values, axis, _TALL)}"/></svg>{dots}'
    )


def _points(values: Sequence[float | None], axis: Scale, tall: int) -> list[tuple[float, float]]:
    """Return where the known values stand, across in units of `_ACROSS` and down in pixels."""
    each = _ACROSS / max(1, len(values))
    return [
        (each * (slot + 0.5), tall * (1 - axis.share(value)))
        for slot, value in enumerate(values)
        if value is not None
    ]


def _alone(values: Sequence[float | None]) -> list[bool]:
    """Tell of each known value whether no line leads to it: without a dot it could not be seen."""
    around = [None, *values, None]
    return [
        around[slot] is None and around[slot + 2] is None
        for slot, value in enumerate(values)
        if value is not None
    ]


def _path(values: Sequence[float | None], axis: Scale, tall: int) -> str:
    """Return the way through the values, torn where one is missing: nobody should read what was not there."""
    steps, torn = [], True
    points = iter(_points(values, axis, tall))
    for value in values:
        if value is not None:
            x, y = next(points)
            steps.append(f"{'M' if torn else 'L'}{x:.1f} {y:.1f}")
        torn = value is None
    return "".join(steps)
