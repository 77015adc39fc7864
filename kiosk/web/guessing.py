"""How often a secret may be guessed at: ten times in a row, with a wait that doubles from the fifth on.

What bounds the guesses is their number, never a clock: a try is written before it is looked at, and counts until one fits.
"""

from typing import Final

MOST: Final = 10
"""Wrong tries in a row, after which only somebody else lets a badge in again."""
FREE: Final = 5
"""Wrong tries in a row without a wait."""
FIRST_WAIT_MS: Final = 30_000
"""How long the wait after the fifth is; each one after is twice as long."""
STRANGERS: Final = 500
"""So many badges that are nobody's are remembered, as if they were somebody's."""


def wait_after(tries: int) -> int:
    """Return the wait after so many wrong tries in a row, in ms."""
    return FIRST_WAIT_MS << (tries - FREE) if tries >= FREE else 0
