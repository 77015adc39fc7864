"""QR symbols for slips."""

from functools import lru_cache

import qrcode
from qrcode.constants import ERROR_CORRECT_M

# Fixed: trying all eight masks costs five times the rest, and every mask can be read.
_MASK = 2


@lru_cache(32)  # the same slip as picture, PDF and bytes for the printer has the same symbol
def qr_modules(payload: str) -> tuple[tuple[bool, ...], ...]:
    """Return the smallest symbol for `payload` (UTF-8; level M: 15 % may be lost), without quiet zone.

    Raises:
        qrcode.exceptions.DataOverflowError: more than some 2,300 bytes.
    """
    # version=1 is where the search for the smallest one begins; without it qrcode searches twice.
    symbol = qrcode.QRCode(1, ERROR_CORRECT_M, border=0, mask_pattern=_MASK)
    symbol.add_data(payload)
    symbol.make(fit=True)
    return tuple(tuple(map(bool, row)) for row in symbol.get_matrix())
