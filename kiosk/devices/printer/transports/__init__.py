"""Lines to receipt printers: what a line must do, and the ways to open one. A way can be pickled, a line cannot."""

from typing import Literal, Protocol


class NotReached(Exception):
    """No line could be opened, so nothing has left: the printer is away (`offline`) or somebody else has it (`busy`)."""

    def __init__(self, reason: Literal["offline", "busy"]) -> None:
        """Keep the reason, which is one of those a printer may give."""
        super().__init__(reason)
        self.reason = reason


class LineLost(Exception):
    """The line broke, or took nothing for too long. How much of what was written has arrived is not known."""


class Line(Protocol):
    """An open line to one printer. One thread at a time."""

    def write(self, data: bytes, limit_s: float) -> None:
        """Hand all of `data` over within `limit_s`.

        Raises:
            LineLost: some or all of it may have left.
        """
        ...

    def read(self, limit_s: float) -> bytes:
        """Return what came, as soon as anything did; nothing when nothing came within `limit_s`, or ever can.

        Raises:
            LineLost: the other end is gone.
        """
        ...

    def close(self) -> None:
        """Give the line up at once; what the printer has not taken by then is not waited for. Never fails."""
        ...


class Transport(Protocol):
    """The way to one printer, as plain data: opens a line in whichever process needs it."""

    def open(self, limit_s: float) -> Line:
        """Return a new line within `limit_s`.

        Raises:
            NotReached: there is none to be had now.
        """
        ...
