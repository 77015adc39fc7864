"""A QR symbol as SVG for the page, drawn by the server so that no script from elsewhere is needed."""

from typing import Final

from kiosk.devices.printer.qr import qr_modules

_QUIET: Final = 4
"""Modules of white around the symbol, as ISO/IEC 18004 asks."""


def qr_svg(text: str) -> str:
    """Return the symbol of a text; what it says stands nowhere in the markup. DataOverflowError beyond 2,300 bytes."""
    rows = qr_modules(text)
    side = len(rows) + 2 * _QUIET
    path = "".join(
        f"M{x + _QUIET} {y + _QUIET}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" class="qr" aria-hidden="true">'
        f'<rect class="qr-paper" width="{side}" height="{side}"/><path class="qr-ink" d="{path}"/></svg>'
    )
