"""What an ESC/POS printer says of itself: the questions, and what its answers mean.

DLE EOT is answered at once, even amid a job; GS r only when everything before it has been carried out. The bits
are those of the manuals of Epson (TM series), Citizen and Bixolon, which the others copy.
"""

import time
from typing import Final

from kiosk.devices.printer.transports import Line
from kiosk.domain.facts import PrinterCondition

ANSWER_S: Final = 1.0
"""A printer that answers at all does so within a few milliseconds."""

_ASKED: Final = (1, 2, 3, 4)
QUESTIONS: Final = b"".join(bytes((0x10, 0x04, each)) for each in _ASKED)
"""DLE EOT 1 to 4: the printer, why it is offline, its errors, its paper. One byte answers each, in this order."""
FINISHED: Final = b"\x1dr\x01"
"""GS r 1: its answer is the receipt for all that was sent before."""


_SIGNS: Final[tuple[tuple[int, int, PrinterCondition], ...]] = (
    (1, 0x04, "cover_open"),
    (1, 0x20, "paper_out"),
    (3, 0x60, "paper_out"),
    (2, 0x08, "jam"),
    (2, 0x60, "fault"),
    (1, 0x40, "fault"),
    (0, 0x08, "offline"),
    (3, 0x0C, "near_end"),
)
"""Which answer, which of its bits, and what they mean; the first that is on is told."""


def condition_of(answers: bytes) -> PrinterCondition:
    """Return what four answers to `QUESTIONS` say; `unsure` if they are not four status bytes.

    An open cover comes first: it lifts the paper off its sensor too. The cutter's error is a jam: the manuals
    name paper stuck in it as the cause that people can remove. An overheated head counts as a fault while it lasts.
    """
    if len(answers) != len(_ASKED) or not all(map(_is_status, answers)):
        return "unsure"
    return next((condition for at, bits, condition in _SIGNS if answers[at] & bits), "ready")


class Dialogue:
    """Questions and answers over a line. Bytes that answer nothing are passed over: printers send those unasked."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._answers = bytearray()
        self._ends_asked = self._ends_heard = 0

    @property
    def owes_an_end(self) -> bool:
        """The printer was asked more often than it has said that it carried everything out."""
        return self._ends_heard < self._ends_asked

    def ask(self, limit_s: float = ANSWER_S) -> PrinterCondition:
        """Ask how the printer is, and hear it within `limit_s`; `unsure` if it does not say.

        Raises:
            LineLost: it is gone.
        """
        self.listen(0)  # what is left of an earlier question, or of dots in a picture that look like one
        self._answers.clear()
        deadline = time.monotonic() + limit_s
        self._line.write(QUESTIONS, limit_s)
        while len(self._answers) < len(_ASKED) and self._hear(max(0, deadline - time.monotonic())):
            pass
        return condition_of(bytes(self._answers))

    def ask_for_the_end(self) -> None:
        """Ask to be told when everything sent so far has been carried out. LineLost as in `ask`."""
        self._ends_heard = min(self._ends_heard, self._ends_asked)  # not those of a job before, come late
        self._ends_asked += 1
        self._line.write(FINISHED, ANSWER_S)

    def hear_of_the_end(self, limit_s: float = ANSWER_S) -> bool:
        """Tell whether the printer said so as often as it was asked, or does within `limit_s`. LineLost as in `ask`."""
        deadline = time.monotonic() + limit_s
        while self.owes_an_end and self._hear(max(0, deadline - time.monotonic())):
            pass
        return not self.owes_an_end

    def listen(self, limit_s: float) -> None:
        """Take in whatever the printer says until it is silent, or has been for `limit_s`. LineLost as in `ask`."""
        deadline = time.monotonic() + limit_s
        while self._hear(max(0, deadline - time.monotonic())):
            pass

    def _hear(self, limit_s: float) -> bool:
        """Take in what comes within `limit_s`; False if nothing does."""
        came = self._line.read(limit_s)
        self._answers += bytes(byte for byte in came if _is_status(byte))
        self._ends_heard += sum(not byte & 0x90 for byte in came)
        return bool(came)


def _is_status(byte: int) -> bool:
    """Tell an answer to DLE EOT by its fixed bits: 0 and 7 off, 1 and 4 on. An answer to GS r has 4 and 7 off."""
    return byte & 0x93 == 0x12  # noqa: PLR2004  # a mask and its bits, as the manuals print them
