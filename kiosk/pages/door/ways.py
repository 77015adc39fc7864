"""Where somebody goes once they are let in: always one of our own pages, and one that they may open."""

from collections.abc import Collection
from urllib.parse import urlsplit

from kiosk.branch.access.doors import PAGES, SHARED


def own_page(wish: str) -> str:
    """Return the page that an address means, empty if it is none of ours.

    What comes back is one of our own strings and never a part of what a browser sent, so no link can lead elsewhere:
    neither `//elsewhere`, nor a scheme, nor a backslash that some browsers read as a slash.
    """
    try:
        parts = urlsplit(wish)
    except ValueError:
        return ""
    if parts.scheme or parts.netloc:
        return ""
    return next((page for page in PAGES if parts.path == page or parts.path.startswith(page + "/")), "")


def may_open(page: str, may: Collection[str]) -> bool:
    """Tell whether somebody who may ask in these roles may open one of our pages."""
    return any(role in may for role in SHARED.get(page, (PAGES[page],)))


def way_on(wish: str, may: Collection[str]) -> str:
    """Return the page that somebody wished for, else the first they may open; empty if they may open none."""
    wished = own_page(wish)
    if wished and may_open(wished, may):
        return wished
    return next((page for page in PAGES if may_open(page, may)), "")
