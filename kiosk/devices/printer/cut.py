"""Small static fonts for one document, cut from the variable Noto Sans SC.

PDF embeds TrueType without axes. A whole static weight takes 15 s to make, so each glyph is cut when first
wanted, in a third of a millisecond, and kept: a font is then a matter of putting tables one after the other
(OpenType specification 1.9, chapters named after the tables).
"""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from io import BytesIO
from itertools import accumulate
from struct import pack, unpack
from threading import Lock
from typing import Any, Final, NamedTuple

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from kiosk.fonts import Weight, variable_font_file

_ONE: Final = 0x00010000
_READING: Final = Lock()  # glyphs are read from one buffer when first asked for
_NOTDEF: Final = -1  # no character: its glyph stands for those that are missing
_KEPT: Final = 8192  # more than a branch ever prints; some 3 MB
_WORD: Final = 0xFFFFFFFF
_MAGIC: Final = 0xB1B0AFBA


class Table(NamedTuple):
    """A table of a font, or a piece of one: bytes to a multiple of four, their checksum, and how many count."""

    data: bytes
    checksum: int
    length: int


class Outline(NamedTuple):
    """A glyph as it stands in a `glyf` table, how far the pen goes on after it, and where its ink begins, per em."""

    piece: Table
    advance: int
    left: int


@cache
def _source() -> Any:  # noqa: ANN401  # fontTools has no types
    """Return the variable font all is cut from. Its tables are read when first asked for: any thread, but only one."""
    # From memory: an open file would stay open for the life of the process, and on Windows block an update.
    return TTFont(BytesIO(variable_font_file().read_bytes()), lazy=True)


class Measures(NamedTuple):
    """The font as a whole, per em: the names of its glyphs by Unicode code, and lengths in thousandths."""

    characters: Mapping[int, str]
    ascent: int
    descent: int
    capital: int
    box: tuple[int, int, int, int]


@cache
def measures() -> Measures:
    """Return what is true of the font at any weight. Any thread."""
    with _READING:
        head, hhea, os2 = (_source()[name] for name in ("head", "hhea", "OS/2"))
        box = head.xMin, head.yMin, head.xMax, head.yMax
        return Measures(_source().getBestCmap(), hhea.ascent, hhea.descent, os2.sCapHeight, box)


@lru_cache(_KEPT)
def outline(weight: Weight, character: int) -> Outline:
    """Return the glyph of a character by its Unicode code; that of `.notdef` for one that has none. Any thread."""
    name = measures().characters.get(character, ".notdef")
    with _READING:
        outlines = _outlines(weight)
        drawing, pen = DecomposingRecordingPen(outlines), TTGlyphPen(None)
        outlines[name].draw(drawing)
        drawing.replay(pen)
        glyph = pen.glyph()
        piece = _table(glyph.compile(None, optimizeSize=True))
        return Outline(piece, round(outlines[name].width), getattr(glyph, "xMin", 0))


@cache
def _outlines(weight: Weight) -> Any:  # noqa: ANN401  # same
    return _source().getGlyphSet(location={"wght": weight})


def cut_font(weight: Weight, characters: Sequence[int]) -> bytes:
    """Return a TrueType font in which byte n stands for `characters[n]` (Unicode codes, 256 at most).

    The same bytes for the same characters; those without a glyph show `.notdef`, which is glyph 0. Any thread.
    """
    known = [character for character in dict.fromkeys(characters) if character in measures().characters]
    places = {character: place for place, character in enumerate(known, 1)}
    glyphs = [outline(weight, character) for character in (_NOTDEF, *known)]
    tables = {
        "cmap": _cmap([places.get(character, 0) for character in characters]),
        "hmtx": _table(b"".join(pack(">Hh", glyph.advance, glyph.left) for glyph in glyphs)),
        **_glyphs([glyph.piece for glyph in glyphs]),
        **_headers(weight, len(glyphs)),
    }
    return _assembled(tables)


def _table(data: bytes) -> Table:
    """Return `data` as a table; the checksum is the sum of its big-endian words."""
    padded = data + bytes(-len(data) % 4)
    return Table(padded, sum(unpack(f">{len(padded) // 4}I", padded)), len(data))


def _cmap(places: Sequence[int]) -> Table:
    """Return one map for bytes as they are (platform 1, encoding 0, format 6), as PDF asks of a symbolic font."""
    count = len(places)
    return _table(
        pack(">4HI5H", 0, 1, 1, 0, 12, 6, 10 + 2 * count, 0, 0, count) + pack(f">{count}H", *places)
    )


def _glyphs(pieces: Sequence[Table]) -> dict[str, Table]:
    starts = list(accumulate((len(piece.data) for piece in pieces), initial=0))
    data = b"".join(piece.data for piece in pieces)
    return {
        "glyf": Table(data, sum(piece.checksum for piece in pieces), len(data)),
        "loca": _table(pack(f">{len(starts)}I", *starts)),
    }


@lru_cache(_KEPT)
def _headers(weight: Weight, count: int) -> Mapping[str, Table]:
    """Return what readers ask of the font as a whole. Extremes are the whole font's: true of any part of it."""
    with _READING:
        head, hhea, maxp = (_source()[name] for name in ("head", "hhea", "maxp"))
    extremes = hhea.advanceWidthMax, hhea.minLeftSideBearing, hhea.minRightSideBearing, hhea.xMaxExtent
    upright = 1, 0, 0, 0, 0, 0, 0, 0  # the caret, and what is reserved
    # Baseline and bearings at nought; small down to 8 dots; left to right; offsets of four bytes.
    flags, smallest, direction, offsets = 3, 8, 2, 1
    born = 0, 0  # no times: the same slip must give the same bytes
    corners = head.xMin, head.yMin, head.xMax, head.yMax
    style = int(weight == 700), smallest, direction, offsets, 0  # noqa: PLR2004  # bold
    top = _ONE, _ONE, 0, 0x5F0F3CF5, flags, head.unitsPerEm
    return {
        "head": _table(pack(">4I2H2q4hH4h", *top, *born, *corners, *style)),
        "hhea": _table(
            pack(">I3hH11hH", _ONE, hhea.ascent, hhea.descent, hhea.lineGap, *extremes, *upright, count)
        ),
        "maxp": _table(pack(">I14H", _ONE, count, maxp.maxPoints, maxp.maxContours, 0, 0, 2, *[0] * 8)),
        # Format 3: glyphs have no names.
        "post": _table(pack(">2I2h5I", 3 * _ONE, 0, -100, 50, 0, 0, 0, 0, 0)),
    }


def _assembled(tables: Mapping[str, Table]) -> bytes:
    """Return a font file with its directory; `head` holds what brings the sum of all to a fixed number."""
    names = sorted(tables)
    power = len(names).bit_length() - 1
    search = 16 << power
    directory = pack(">I4H", _ONE, len(names), search, power, 16 * len(names) - search)
    offset = len(directory) + 16 * len(names)
    total = head = 0
    for name in names:
        data, checksum, length = tables[name]
        directory += name.encode() + pack(">3I", checksum & _WORD, offset, length)
        head = offset if name == "head" else head
        total += checksum
        offset += len(data)
    font = bytearray(directory + b"".join(tables[name].data for name in names))
    font[head + 8 : head + 12] = pack(">I", _MAGIC - total - _table(directory).checksum & _WORD)
    return bytes(font)
