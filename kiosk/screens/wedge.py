"""Tells a scanner from fingers: both come as keys of a keyboard, but no finger types as fast as a scanner does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

GAP_S: Final = 0.06
"""Between two keys of a scanner, at most; fingers take 80 ms and more, and never so evenly."""
REST_S: Final = 0.15
"""A scan without its ending is over after so long: by now it is no finger's, and the screen may have been busy."""
OWED_S: Final = 0.5
"""An ending this long after such a scan still belongs to it, and presses no button."""
FEWEST: Final = 6
"""Signs so quick that make a scan. The shortest code of any shop has eight; no hand types six in a third of a second."""
_ENDINGS: Final = frozenset("\r\n\t")
"""What a scanner is set up to close with."""

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Told(Generic[K]):
    """What has come to light: a text that was scanned, then keys that fingers pressed, in order; often nothing yet."""

    scan: str = ""
    keys: tuple[K, ...] = ()


class Wedge(Generic[K]):
    """Holds keys back until it is clear who typed them. `now` is a clock in seconds; a key may be anything.

    Whoever feeds it calls `silence` when no key has come for `patience_s`.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        """Begin with no key held."""
        self._now = now
        self._held: list[tuple[str, K]] = []
        self._last = self._owed_until = float("-inf")

    @property
    def holds(self) -> bool:
        """Whether keys wait for what comes after them."""
        return bool(self._held)

    @property
    def patience_s(self) -> float:
        """How long after the last key silence means that nothing more belongs to it."""
        return REST_S if self._is_scan() else GAP_S

    def press(self, sign: str, key: K) -> Told[K]:
        """Take a key: `sign` is the one character it types, empty for a key that types none or repeats itself."""
        now = self._now()
        before: Told[K] = Told()
        if now - self._last > self.patience_s:
            before = self.silence()
        self._last = now
        if sign in _ENDINGS:
            return self._ending(before, key)
        if sign.isprintable() and sign:
            self._held.append((sign, key))
            return before
        return self._then(before, key)

    def silence(self) -> Told[K]:
        """Tell who typed the keys that are held: nothing more belongs to them."""
        if self._is_scan():
            self._owed_until = self._now() + OWED_S
        return self._let_go()

    def _ending(self, before: Told[K], key: K) -> Told[K]:
        if self._is_scan():
            return self._let_go()
        if self._now() <= self._owed_until and not self._held:
            self._owed_until = float("-inf")
            return before
        return self._then(before, key)

    def _then(self, before: Told[K], key: K) -> Told[K]:
        """Add a key that is not held to whatever was before it."""
        held = self._let_go()
        return Told(before.scan + held.scan, (*before.keys, *held.keys, key))

    def _is_scan(self) -> bool:
        return len(self._held) >= FEWEST

    def _let_go(self) -> Told[K]:
        is_scan, held = self._is_scan(), self._held
        self._held = []
        return (
            Told("".join(sign for sign, _ in held)) if is_scan else Told(keys=tuple(key for _, key in held))
        )
