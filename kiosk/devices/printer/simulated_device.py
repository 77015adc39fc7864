"""A receipt printer made of memory, byte by byte: what a line brings it, what it says to that, and what comes out."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal

Ailment = Literal["paper_out", "cover_open", "jam", "fault", "near_end", "silent", "deaf", "dies"]
"""What can befall it. `silent`: prints and says nothing. `deaf`: takes nothing any more. `dies`: breaks off the line."""

_STOPS: Final = frozenset({"paper_out", "cover_open", "jam", "fault"})
_WELL: Final = b"\x12\x12\x12\x12"
_ANSWERS: Final[dict[Ailment | None, bytes]] = {
    "paper_out": b"\x1a\x32\x12\x72",
    "cover_open": b"\x1a\x16\x12\x12",
    "jam": b"\x1a\x52\x1a\x12",
    "fault": b"\x1a\x52\x32\x12",
    "near_end": b"\x12\x12\x12\x1e",
}

_ASKED: Final = re.compile(rb"\x10\x04([\x01-\x04])")
_COMMAND: Final = re.compile(
    rb"\x10\x04(?P<asked>[\x01-\x04])"  # answered at once
    rb"|\x1dr(?P<receipt>[\x01\x02])"  # answered when everything before has been carried out
    rb"|\x1dv0.(?P<across>..)(?P<down>..)|\x1d\(.(?P<length>..)",  # dots or a symbol follow: no commands
    re.DOTALL,
)
_BEGUN: Final = re.compile(rb"(?:\x10\x04?|\x1d(?:r|v|v0.{0,4}|\(.{0,2})?)\Z", re.DOTALL)
"""One of those, cut off by the end of what came."""


class Gone(Exception):
    """The device is dead: its line breaks, or cannot be opened."""


class Deaf(Exception):
    """The device takes no more bytes; its line stays up."""


@dataclass
class Visit:
    """What one connection brought, questions left out, and how many bytes of that are on paper."""

    received: bytearray = field(default_factory=bytearray)
    printed_bytes: int = 0


class SimulatedDevice:
    """Takes bytes and answers, one connection after the other; `visits` tells what each brought. One thread at a time.

    Like a real one it prints late what it still held in memory when its paper ran out: see `mend`.
    """

    def __init__(self, bytes_per_s: float = 0, sleep: Callable[[float], None] = time.sleep) -> None:
        """Take `bytes_per_s` at most; 0 for as many as come."""
        self.visits: list[Visit] = []
        self.receipts = True
        """Whether it knows GS r; some do not."""
        self.waits_for_the_rest = False
        """Whether it takes the next connection for the rest of a picture that broke off; some do."""
        self._bytes_per_s, self._sleep = bytes_per_s, sleep
        self._ailment: Ailment | None = None
        self._until = 0
        self._dead = self._comes_back = False
        self._cut_off = b""
        self._payload = 0

    def befall(self, ailment: Ailment, after_bytes: int = 0, *, comes_back: bool = False) -> None:
        """Let something happen as soon as `after_bytes` more bytes of jobs came; what died may come back by itself."""
        self._ailment, self._until, self._comes_back = ailment, after_bytes, comes_back
        self._dead = ailment == "dies" and not after_bytes

    def mend(self) -> None:
        """End whatever it is. What waited in memory now comes out, in whoever's hands that ends."""
        self._ailment, self._dead = None, False
        for visit in self.visits:
            visit.printed_bytes = len(visit.received)

    def connect(self) -> None:
        """Begin a connection; Gone if there is nobody."""
        if self._dead:
            raise Gone
        self.visits.append(Visit())
        if not self.waits_for_the_rest:
            self._cut_off, self._payload = b"", 0

    def take(self, data: bytes) -> bytes:
        """Take bytes in and return what it says to them; Gone or Deaf when it took only some of them."""
        if self._bytes_per_s:
            self._sleep(len(data) / self._bytes_per_s)
        said = bytearray()
        left, self._cut_off = self._cut_off + data, b""
        while left:
            left = self._carry_out(left, said)
        return bytes(said)

    def _carry_out(self, data: bytes, said: bytearray) -> bytes:
        """Carry out the next command or payload in `data`, and return what is left of it."""
        if self._payload:
            piece, rest = data[: self._payload], data[self._payload :]
            for asked in _ASKED.finditer(piece):  # dots that look like a question are answered too
                said += self._answer(asked[1][0])
            self._receive(piece)
            return rest
        command = _COMMAND.search(data)
        if command is None:
            begun = _BEGUN.search(data)
            end = begun.start() if begun else len(data)
            self._cut_off = data[end:]
            self._receive(data[:end])
            return b""
        self._receive(data[: command.start()])
        self._obey(command, said)
        return data[command.end() :]

    def _obey(self, command: re.Match[bytes], said: bytearray) -> None:
        if command["asked"]:
            said += self._answer(command["asked"][0])
        elif command["receipt"]:
            if self.receipts and self._now not in {*_STOPS, "silent"}:
                said += b"\x03" if self._now == "near_end" else b"\x00"
        else:
            across, down, length = (
                int.from_bytes(command[each] or b"", "little") for each in ("across", "down", "length")
            )
            self._receive(command[0])
            self._payload = across * down or length

    def _answer(self, question: int) -> bytes:
        if self._now == "silent":
            return b""
        return _ANSWERS.get(self._now, _WELL)[question - 1 : question]

    @property
    def _now(self) -> Ailment | None:
        """What ails it at this byte."""
        return None if self._until else self._ailment

    def _receive(self, piece: bytes) -> None:
        """Take a piece of a job, and let happen what is to happen amid it."""
        while piece:
            if self._now == "deaf":
                raise Deaf
            took = piece[: self._until or len(piece)]
            piece = piece[len(took) :]
            visit = self.visits[-1]
            visit.received += took
            visit.printed_bytes += len(took) * (self._now not in _STOPS)
            self._until -= min(self._until, len(took))
            self._payload -= min(self._payload, len(took))
            if self._now == "dies":
                self._die()

    def _die(self) -> None:
        self._dead = not self._comes_back
        if self._comes_back:
            self._ailment = None
        raise Gone
