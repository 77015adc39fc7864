"""How long a public screen waits for a customer who has gone quiet (ux.md, Numbers: idle)."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds without a touch until the customer is asked, and from there until everything is wiped.

    `warn_s` 0 wipes without asking.
    """

    warn_s: int
    grace_s: int


IN_USE: Final = Patience(warn_s=60, grace_s=30)
UNASKED: Final = Patience(warn_s=0, grace_s=60)
"""A first screen on which nothing but the language was touched: nobody need be asked about that."""
UNHURRIED_UNASKED: Final = Patience(warn_s=0, grace_s=150)
AFTER_PRINT: Final = Patience(warn_s=0, grace_s=15)
"""The customer holds it on paper, or was thanked."""
READING: Final = Patience(warn_s=0, grace_s=30)
"""All is done, and there is something to read before one goes."""
UNHURRIED: Final = Patience(warn_s=150, grace_s=45)
"""In use, with text at its largest: reading takes longer."""
UNHURRIED_AFTER_PRINT: Final = Patience(warn_s=0, grace_s=30)
UNHURRIED_READING: Final = Patience(warn_s=0, grace_s=45)
