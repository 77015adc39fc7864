"""A receipt printer that speaks ESC/POS, over any line."""

from collections.abc import Callable
from typing import Final

from kiosk.devices.printer.escpos.status import ANSWER_S, Dialogue
from kiosk.devices.printer.port import Job, NotPrinted, Outcome, Printed, Reason, Unknown
from kiosk.devices.printer.transports import Line, LineLost, NotReached, Transport
from kiosk.domain.facts import PrinterCondition
from kiosk.domain.printers import hindrance
from kiosk.domain.slip import Slip

_PIECE_BYTES: Final = 4_096
_PIECE_S: Final = 10.0
"""A piece that has not left by then never will: a line of 9,600 baud takes half of it."""
_ROUNDS: Final = 10
"""How often a printer is asked, at most a second apart, what became of the whole job."""
_CALM_S: Final = 5
"""Well for so long after the last byte came, it has printed the longest slip."""


class EscposPrinter:
    """Sends the bytes of a slip and tells what became of it.

    What happened                                               | Outcome
    ----------------------------------------------------------- | ------------------------------
    no line: refused, unreachable, no such port                 | NotPrinted("offline")
    no line: somebody else has it                               | NotPrinted("busy")
    before: paper out, cover open, jam, fault, offline          | NotPrinted(that)
    before: says nothing, or breaks off                         | NotPrinted("offline")
    while sending: the line breaks, or takes nothing for 10 s   | Unknown
    before: no receipt, and the whole slip is sent all the same | Unknown
    after: a receipt, and it is ready or near its end           | Printed
    after: a receipt missing                                    | Unknown
    known to give none: ready or near its end for 5 s after     | Printed
    after: paper out, cover open, jam, fault, offline           | Unknown: a part may be out
    after: says nothing, or breaks off                          | Unknown
    a printer known never to answer, sent to the last byte      | Unknown

    Nothing of a job leaves before the printer said it is well, so NotPrinted is always safe to try again. Nothing
    is ever sent twice. Printed rests on a receipt (GS r, answered when all before it has been carried out) and on
    the state after it: DLE EOT alone is answered while the slip still waits in the printer's memory. A receipt is
    asked for before a job too: a line that broke amid a picture may have left the printer waiting for the rest of it,
    and then both that question and the top of this slip are lost in it. Of a printer known to give no receipts that
    goes unseen, and a slip lost so is called Printed. A printer that hangs holds a job for half a minute.

    Each job has a line of its own. A line kept open would find out that its printer had been switched off and on
    only by losing the next job, and would shut out others: a network printer serves one at a time.
    """

    def __init__(
        self,
        transport: Transport,
        encode: Callable[[Slip], bytes],
        *,
        answers: bool = True,
        receipts: bool = True,
    ) -> None:
        """Print over `transport` what `encode` makes of a slip; both must be picklable.

        `answers`: False for a printer that cannot be asked. It is sent everything unasked, and nobody knows.
        `receipts`: False for one that says how it is, and is known not to say when it has carried a job out.
        """
        self._transport, self._encode = transport, encode
        self._answers, self._receipts = answers, receipts

    def print(self, job: Job) -> Outcome:
        """Print one slip, and tell what became of it by the table above."""
        data = self._encode(job.slip)
        try:
            line = self._transport.open(ANSWER_S)
        except NotReached as problem:
            return NotPrinted(problem.reason)
        try:
            dialogue = Dialogue(line)
            kept_by = self._kept_by(dialogue)
            return NotPrinted(kept_by) if kept_by else self._send(line, dialogue, data)
        finally:
            line.close()

    def condition(self) -> PrinterCondition:
        """Ask the printer how it is; `unsure` when it cannot be asked, or somebody else has it just now.

        One that could answer and says nothing is `offline`, as it is to a slip.
        """
        half = ANSWER_S / 2  # one to get there, one to be answered
        try:
            line = self._transport.open(half)
        except NotReached as problem:
            return "unsure" if problem.reason == "busy" else "offline"
        try:
            return _told(Dialogue(line).ask(half)) if self._answers else "unsure"
        except LineLost:
            return "offline"
        finally:
            line.close()

    def _kept_by(self, dialogue: Dialogue) -> Reason | None:
        """Return why the printer could not print now; None if it can, or cannot be asked."""
        if not self._answers:
            return None
        try:
            kept_by = hindrance(_told(dialogue.ask()))
            if kept_by is None and self._receipts:
                dialogue.ask_for_the_end()
                dialogue.hear_of_the_end()
        except LineLost:
            return "offline"
        return kept_by

    def _send(self, line: Line, dialogue: Dialogue, data: bytes) -> Outcome:
        try:
            for start in range(0, len(data), _PIECE_BYTES):
                line.write(data[start : start + _PIECE_BYTES], _PIECE_S)
            came_out = _confirmed if self._receipts else _stayed_well
            return Printed() if self._answers and came_out(dialogue) else Unknown()
        except LineLost:
            return Unknown()


def _told(answer: PrinterCondition) -> PrinterCondition:
    """Return how a printer is that could say so: one that hangs, or hears another baud rate, prints nothing either."""
    return "offline" if answer == "unsure" else answer


def _confirmed(dialogue: Dialogue) -> bool:
    """Tell whether the printer says that it has carried everything out, and is well after that."""
    if dialogue.owes_an_end:
        return False  # the top of this slip may have gone where that question went
    dialogue.ask_for_the_end()
    finished = False
    for _ in range(_ROUNDS):
        match dialogue.ask():
            case "ready" | "near_end" if finished:
                return True
            case "ready" | "near_end":
                pass
            case "unsure" if not finished:
                pass  # it may be too busy to answer
            case _:
                return False
        finished = dialogue.hear_of_the_end(1)
    return False


def _stayed_well(dialogue: Dialogue) -> bool:
    """Tell whether a printer that gives no receipts was well for as long as the longest slip takes."""
    calm_s = 0
    for _ in range(_ROUNDS):
        match dialogue.ask():
            case "ready" | "near_end" if calm_s == _CALM_S:
                return True
            case "ready" | "near_end":
                calm_s += 1
            case "unsure":
                calm_s = 0
            case _:
                return False
        dialogue.listen(1)
    return False
