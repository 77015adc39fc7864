"""The two widths of paper a receipt printer takes, and what fits across them."""

from dataclasses import dataclass
from typing import Final, Literal


@dataclass(frozen=True, slots=True)
class Paper:
    """A roll: its width, the dots a printer reaches at 203 dpi, and the columns of its own 12-dot font.

    A Chinese character takes two columns.
    """

    mm: Literal[58, 80]
    dots: int
    columns: int


PAPER_58: Final = Paper(58, 384, 32)
PAPER_80: Final = Paper(80, 576, 48)
