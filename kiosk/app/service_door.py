"""The door by which tools on this machine come to a running branch service: whoever may read its data folder may pass."""

import json
from http.client import HTTPConnection, HTTPException
from typing import Final

from kiosk.app.folders import Folders

AS_TECHNICIAN: Final = "technician"


def connection_to(folders: Folders, patience_s: float) -> tuple[HTTPConnection, dict[str, str]] | None:
    """Return a connection to where a service left its address, not opened yet, and the headers a tool comes with.

    None if none left it, or it was cut off at that.
    """
    try:
        told = json.loads(folders.address.read_text())
        url, tool = str(told["url"]), str(told.get("tool", ""))
        http = HTTPConnection(url.removeprefix("http://"), timeout=patience_s)
    except (FileNotFoundError, ValueError, KeyError, TypeError, HTTPException):
        return None
    return http, {"Kiosk-Role": AS_TECHNICIAN, "Kiosk-Tool": tool}
