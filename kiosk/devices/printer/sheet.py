"""Setting type on a strip of paper from the top down: what the layouts of all slips have in common."""

from dataclasses import dataclass, replace
from typing import Final

from kiosk.devices.printer.marks import Anchor, Mark, Page, Words
from kiosk.devices.printer.paper import Paper
from kiosk.devices.printer.typeface import text_width
from kiosk.devices.printer.wrap import centred, wrapped
from kiosk.fonts import Weight

_MARGINS: Final = {58: 16, 80: 24}
CAPITAL: Final = 0.733
"""Height of capitals and digits, in em."""
_ASCENT: Final = 0.88  # of the em square of a Chinese character, above the baseline
_CENTRE: Final = 0.37  # from the baseline up to where both digits and Chinese look centred


@dataclass(frozen=True, slots=True)
class Type:
    """A size in dots, a weight, and the line height in em."""

    size: float
    weight: Weight = 400
    leading: float = 1.34

    @property
    def line_height(self) -> int:
        """From one line to the next, in whole dots, which keeps edges crisp."""
        return round(self.size * self.leading)

    @property
    def bold(self) -> "Type":
        """The same in bold."""
        return replace(self, weight=700)

    def width(self, text: str) -> float:
        """Return the width of `text` in dots."""
        return text_width(text, self.weight, self.size)

    def fitting(self, text: str, width: float) -> "Type":
        """Return this type, or if `text` is wider than `width` the largest smaller one in which it is not."""
        type_ = self
        while type_.size > 1 and type_.width(text) > width:
            size = int(type_.size * width / type_.width(text))
            type_ = replace(type_, size=max(1, min(type_.size - 1, size)))
        return type_


class Sheet:
    """Paper being filled: `y` is how far down it is used.

    Text stands between `left` and `right`, in a column `measure` wide; `middle` is halfway.
    """

    def __init__(self, paper: Paper, top: float) -> None:
        self.paper = paper
        self.left = _MARGINS[paper.mm]
        self.right = paper.dots - self.left
        self.measure = self.right - self.left
        self.middle = paper.dots / 2
        self.y = top
        self._marks: list[Mark] = []

    def add(self, mark: Mark) -> None:
        """Place a mark wherever it says; `y` stays."""
        self._marks.append(mark)

    def page(self, bottom: float) -> Page:
        """Return what is on the paper, cut `bottom` dots below the last of it."""
        return Page(self.paper.dots, round(self.y + bottom), tuple(self._marks))

    def words(self, text: str, x: float, top: float, type_: Type, anchor: Anchor = "l") -> None:
        """Place a line of text whose line begins at `top`; `y` stays."""
        baseline = top + (type_.line_height - type_.size) / 2 + _ASCENT * type_.size
        self._place(Words(x, baseline, text, type_.size, type_.weight, anchor))

    def label(self, text: str, x: float, middle: float, type_: Type, *, white: bool = False) -> None:
        """Place text centred about a point, as on a sign; `y` stays."""
        self._place(Words(x, middle + _CENTRE * type_.size, text, type_.size, type_.weight, "m", white))

    def _place(self, words: Words) -> None:
        if (
            not words.text.isprintable()
        ):  # never from our own slips, which are clean, but blocks can be made by hand
            words = replace(words, text="".join(filter(str.isprintable, words.text)))
        if words.text:
            self.add(words)

    def line(self, text: str, x: float, type_: Type, anchor: Anchor = "l") -> None:
        """Set a line of text, and go below it."""
        self.words(text, x, self.y, type_, anchor)
        self.y += type_.line_height

    def paragraph(self, text: str, type_: Type, indent: float = 0, width: float | None = None) -> None:
        """Set `text` from the left, `indent` into the column and `width` wide, and go below it."""
        room = self.measure - indent if width is None else width
        for line in wrapped(text, room, type_.width):
            self.line(line, self.left + indent, type_)

    def centred(self, text: str, type_: Type) -> None:
        """Set `text` centred in the whole column, and go below it."""
        for line in centred(text, self.measure, type_.width):
            self.line(line, self.middle, type_, "m")

    def run_in(self, lead: str, rest: str, type_: Type, indent: float) -> None:
        """Set `lead` in bold and `rest` after it in the same paragraph, `indent` into the column, and go below it."""
        x, width = self.left + indent, self.measure - indent
        *above, last = wrapped(lead, width, type_.bold.width)
        for line in above:
            self.line(line, x, type_.bold)
        used = type_.bold.width(last) + type_.size // 2
        first, *below = wrapped(rest, width, type_.width, first=width - used)
        self.words(last, x, self.y, type_.bold)
        self.line(first, x + used, type_)
        for line in below:
            self.line(line, x, type_)
