"""Where Noto Sans SC is: the variable file as it ships. Imports nothing of ours.

It comes with the package justmytype-intl-cjk (OFL, TrueType): a bare machine has no font with Chinese.
"""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

Weight = Literal[400, 700]


@cache
def variable_font_file() -> Path:
    """Return the untouched variable TrueType (axis `wght`, 100 to 900), for Qt from 6.7, browsers and Pillow.

    Raises:
        FileNotFoundError: the font package is damaged.
    """
    # Joined before it becomes a path: in the bundle the package has no module of its own, and so no one path.
    folder = Path(str(files("justmytype_intl_cjk") / "fonts" / "ofl" / "notosanssc"))
    for found in sorted(folder.glob("NotoSansSC*.ttf")):
        return found
    raise FileNotFoundError(f"no NotoSansSC*.ttf in {folder}")
