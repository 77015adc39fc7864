"""Small charts as inline SVG, coloured by the style sheet of the page. Whoever draws one sets its figures beside it.

They are pictures of numbers that also stand in a table (`aria-hidden`), so a screen reader hears each number once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

_WIDE: Final = 200
_COLUMN: Final = 50
_TALL: Final = 96
_HEAD: Final = 20
_FOOT: Final = 38
_STUB: Final = 4
"""Height of a column that shows only that something was counted."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """SVG that a template puts into the page as it is: whatever came from outside is escaped in it."""

    svg: str

    def __html__(self) -> str:
        """Return the SVG; by this name templates know text that needs no escaping."""
        return self.svg


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what stands below it, its height from 0 to 1, and what stands on it."""

    label: str
    share: float | None
    """None where there is a count and nothing to draw from it: a dotted stub."""
    text: str
    note: str = ""
    """What stands below the label, such as how many were counted."""


def bar(share: float, tone: str = "") -> Drawing:
    """Return one lying bar, `share` (0 to 1) of its width long; it fills whatever is around it. `tone` is a class."""
    return Drawing(
        f'<svg class="bar {escape(tone)}" viewBox="0 0 {_WIDE} 10" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="track" width="{_WIDE}" height="10"/>'
        f'<rect class="fill" width="{_WIDE * _within(share):.1f}" height="10"/></svg>'
    )


def columns(drawn: Sequence[Column]) -> Drawing:
    """Return standing columns side by side, in true pixels so that letters keep their size."""
    wide, high = _COLUMN * len(drawn), _HEAD + _TALL + _FOOT
    inside = "".join(_column(column, _COLUMN * at) for at, column in enumerate(drawn))
    return Drawing(
        f'<svg class="columns" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" aria-hidden="true">'
        f'<path class="ground" d="M0 {_HEAD + _TALL}h{wide}"/>{inside}</svg>'
    )


def _column(column: Column, left: int) -> str:
    ground = _HEAD + _TALL
    height = _STUB if column.share is None else round(_TALL * _within(column.share))
    kind = "few" if column.share is None else "fill"
    box = f'x="{left + 9}" y="{ground - height}" width="{_COLUMN - 18}" height="{height}"'
    written = (
        ("value", column.text, ground - height - 6),
        ("label", column.label, ground + 16),
        ("note", column.note, ground + 32),
    )
    return f'<rect class="{kind}" {box}/>' + "".join(
        f'<text class="{role}" x="{left + _COLUMN // 2}" y="{y}">{escape(text)}</text>'
        for role, text, y in written
    )


def _within(share: float) -> float:
    return min(1.0, max(0.0, share))
