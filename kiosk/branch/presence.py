"""Which screens are there: those that follow the stream of facts right now."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.wire.projection import Role


class Presence:
    """Counts the streams that each device has open. For the event loop alone."""

    def __init__(self) -> None:
        """Nobody is there yet."""
        self._there: Counter[tuple[Role, str]] = Counter()

    @contextmanager
    def of(self, role: Role, device: str) -> Iterator[None]:
        """Hold a device to be there for as long as its stream is read."""
        self._there[role, device] += 1
        try:
            yield
        finally:
            self._there[role, device] -= 1
            if not self._there[role, device]:
                del self._there[role, device]

    def devices(self, role: Role) -> tuple[str, ...]:
        """Return the names of the devices of a role that are there, in order."""
        return tuple(sorted(device for at, device in self._there if at == role))
