"""Where Noto Sans SC is: the variable file as it ships, and whole static weights made from it.

Imports nothing of ours. It comes with the package justmytype-intl-cjk (OFL, TrueType).
"""

import hashlib
import os
import tempfile
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

from platformdirs import user_cache_path

Weight = Literal[400, 700]


@cache
def variable_font_file() -> Path:
    """Return the untouched variable TrueType (axis `wght`, 100 to 900), for Qt from 6.7, browsers and Pillow.

    Raises:
        FileNotFoundError: the font package is damaged.
    """
    folder = Path(str(files("justmytype_intl_cjk"))) / "fonts" / "ofl" / "notosanssc"
    for found in sorted(folder.glob("NotoSansSC*.ttf")):
        return found
    raise FileNotFoundError(f"no NotoSansSC*.ttf in {folder}")


def font_file(weight: Weight) -> Path:
    """Return a whole static TrueType of that weight, for readers that know no axes.

    It is made once and kept in the user's cache folder under the hash of its source. Making one takes some
    15 s on a two-core machine, so whoever needs it calls `prepare_fonts` beforehand. Several processes may
    make it at once: each writes its own file and the last one takes the name, with the same content.

    Raises:
        OSError: the cache folder cannot be written.
    """
    target = user_cache_path("kiosk") / "fonts" / f"NotoSansSC-{weight}-{_source_hash()}.ttf"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        _make_static(weight, target)
    return target


def prepare_fonts() -> None:
    """Make both static weights, at installation; returns at once when they are there already."""
    font_file(400)
    font_file(700)


@cache
def _source_hash() -> str:
    return hashlib.sha256(variable_font_file().read_bytes()).hexdigest()[:16]


def _make_static(weight: Weight, target: Path) -> None:
    # Here and not above: screens only ask where the font is, and loading fontTools costs them 0.1 s.
    from fontTools.ttLib import TTFont  # noqa: PLC0415
    from fontTools.varLib.instancer import instantiateVariableFont  # noqa: PLC0415

    handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
    part = Path(name)
    try:
        with (
            os.fdopen(handle, "wb") as file,
            variable_font_file().open("rb") as source,
            TTFont(source, lazy=True, recalcTimestamp=False) as font,
        ):
            instantiateVariableFont(font, {"wght": weight}, inplace=True, updateFontNames=True)
            font.save(file)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
