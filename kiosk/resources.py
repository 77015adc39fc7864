"""Where the data that ships with the program is: QML, pages, catalogue, pictures, words.

Imports nothing of ours, so anybody but the domain may import it.
"""

import sys
from functools import cache
from pathlib import Path


@cache
def resources() -> Path:
    """Return the folder with everything of `resources/`, the same in all three forms the program comes in.

    A frozen bundle carries it below its own folder, an installed wheel inside the package, a
    checkout at its top.

    Raises:
        FileNotFoundError: none of the three is there, so the installation is damaged.
    """
    places = _places()
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError("no resources folder at " + " or ".join(map(str, places)))


def _places() -> list[Path]:
    package = Path(__file__).resolve().parent
    bundle: str | None = getattr(sys, "_MEIPASS", None)  # set by PyInstaller in a frozen program only
    if bundle is not None:
        return [Path(bundle) / "kiosk" / "_resources"]
    return [package / "_resources", package.parent / "resources"]
