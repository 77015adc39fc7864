"""Small static fonts for one document, cut from the variable Noto Sans SC.

reportlab embeds TrueType only and knows no axes. A whole static weight takes 15 s to make, the glyphs of one
slip 30 ms: so no first slip waits, and nothing needs to be prepared or cached.
"""

from functools import cache
from io import BytesIO
from threading import Lock
from typing import Final

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

from kiosk.fonts import Weight, variable_font_file

_STYLES: Final[dict[Weight, str]] = {400: "Regular", 700: "Bold"}
_READING: Final = Lock()  # glyphs are read from one buffer when first asked for


def cut_font(weight: Weight, characters: str) -> bytes:
    """Return a TrueType with the glyphs of `characters`, the same bytes for the same characters in any order.

    Characters without a glyph are left out; `.notdef` is always in. Any thread.
    """
    with _READING:
        source = _variable_font()
        covered = source.getBestCmap()
        cmap = {ord(each): covered[ord(each)] for each in sorted(set(characters)) if ord(each) in covered}
        glyphs, advances = _drawn(source, weight, list(dict.fromkeys([".notdef", *cmap.values()])))
        return _assembled(source, weight, cmap, glyphs, advances)


@cache
def _variable_font() -> TTFont:
    # From memory: an open file would stay open for the life of the process, and on Windows block an update.
    return TTFont(BytesIO(variable_font_file().read_bytes()), lazy=True)


def _drawn(source: TTFont, weight: Weight, names: list[str]) -> tuple[dict[str, Glyph], dict[str, int]]:
    """Return outlines and advances of the named glyphs at that weight, in units of the em."""
    outlines = source.getGlyphSet(location={"wght": weight})
    glyphs, advances = {}, {}
    for name in names:
        drawing, pen = DecomposingRecordingPen(outlines), TTGlyphPen(None)
        outlines[name].draw(drawing)
        drawing.replay(pen)
        glyphs[name], advances[name] = pen.glyph(), round(outlines[name].width)
    return glyphs, advances


def _assembled(
    source: TTFont,
    weight: Weight,
    cmap: dict[int, str],
    glyphs: dict[str, Glyph],
    advances: dict[str, int],
) -> bytes:
    style = _STYLES[weight]
    ascent, descent = source["hhea"].ascent, source["hhea"].descent
    builder = FontBuilder(source["head"].unitsPerEm, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap(cmap)
    builder.setupGlyf(glyphs)
    bearings = {name: (advances[name], getattr(glyph, "xMin", 0)) for name, glyph in glyphs.items()}
    builder.setupHorizontalMetrics(bearings)
    builder.setupHorizontalHeader(ascent=ascent, descent=descent)
    builder.setupNameTable(
        {"familyName": "Noto Sans SC", "styleName": style, "psName": f"NotoSansSC-{style}"}
    )
    builder.setupOS2(usWeightClass=weight, sCapHeight=source["OS/2"].sCapHeight)
    builder.setupPost()
    # The builder stamps the time of day, and the same slip must give the same bytes.
    head = builder.font["head"]
    head.created = head.modified = source["head"].created
    builder.font.recalcTimestamp = False
    cut = BytesIO()
    builder.save(cut)
    return cut.getvalue()
