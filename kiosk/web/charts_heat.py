"""A field of tinted cells as inline SVG, each with its number in it: how something spreads over rows and columns.

Tints come in few steps, dark enough apart to be told in grey, and letters turn light on the dark ones (`.heat` of the style
sheet). A picture of numbers that also stand in a table beside it (`aria-hidden`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from kiosk.web.charts import Drawing

STEPS: Final = 5
_ROW: Final = 34
_HEAD: Final = 24


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One row: its name, and for each column how deep it is tinted (0 to 1) and what is written in it. None: no cell."""

    name: str
    cells: tuple[tuple[float, str] | None, ...]


def step(share: float) -> int:
    """Return the tint of a share: 0 for nothing at all, else 1 to STEPS."""
    return 0 if share <= 0 else min(STEPS, 1 + int(min(1.0, share) * STEPS))


def heat(edges: Sequence[str], rows: Sequence[HeatRow], unit: str) -> Drawing:
    """Return the field: names of rows beside it, `unit` in the corner, and above each column the edge at which it begins."""
    high = _HEAD + _ROW * len(rows)
    head = "".join(
        f'<text class="label" x="{100 * at / len(edges):.2f}%" y="15">{escape(edge)}</text>'
        for at, edge in enumerate(edges)
    )
    body = "".join(_row(row, _HEAD + _ROW * at) for at, row in enumerate(rows))
    return Drawing(
        f'<svg class="plot heat" width="100%" height="{high}" aria-hidden="true">'
        f'<text class="name unit" x="-14" y="15">{escape(unit)}</text>{head}{body}</svg>'
    )


def _row(row: HeatRow, top: int) -> str:
    wide, name = 100 / len(row.cells), f'<text class="name" x="-14" y="{top + 21}">{escape(row.name)}</text>'
    return name + "".join(
        f'<rect class="cell t{step(cell[0])}" x="{wide * at:.2f}%" width="{wide:.2f}%" y="{top}" height="{_ROW}"/>'
        f'<text class="in t{step(cell[0])}" x="{wide * (at + 0.5):.2f}%" y="{top + 21}">{escape(cell[1])}</text>'
        for at, cell in enumerate(row.cells)
        if cell is not None
    )
