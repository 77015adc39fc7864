"""Seeing a slip as a person and a scanner do: the ink of a picture, the QR symbol in it, the text of a PDF."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import accumulate, chain, groupby, islice

from PIL import Image
from qrcode.base import rs_blocks
from qrcode.util import pattern_position

DARK_BELOW = 128
ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
CORNER = (1, 1, 3, 1, 1)
FORMAT_MASK = 0b101010000010010
MASKS: tuple[Callable[[int, int], int], ...] = (
    lambda r, c: (r + c) % 2,
    lambda r, _: r % 2,
    lambda _, c: c % 3,
    lambda r, c: (r + c) % 3,
    lambda r, c: (r // 2 + c // 3) % 2,
    lambda r, c: r * c % 2 + r * c % 3,
    lambda r, c: (r * c % 2 + r * c % 3) % 2,
    lambda r, c: ((r + c) % 2 + r * c % 3) % 2,
)

Modules = list[list[bool]]


def picture(png: bytes) -> Image.Image:
    """Return the picture in 8-bit grey; fails if the bytes are not a whole PNG."""
    image = Image.open(BytesIO(png))
    image.load()
    assert image.mode == "L"
    return image


def ink_box(image: Image.Image) -> tuple[int, int, int, int]:
    """Return the smallest box (left, top, right, bottom) with everything that is not white."""
    box = image.point(lambda grey: 255 - grey).getbbox()
    assert box is not None, "the paper is empty"
    return box


def pdf_text(pdf: bytes) -> str:
    """Return the text of a PDF in the order it was written, as a search would find it."""
    command = ["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


def pdf_fonts(pdf: bytes) -> list[list[str]]:
    """Return a row for each font of a PDF, as pdffonts prints it: name, type, encoding, emb, sub, uni, object."""
    lines = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return [line.split() for line in lines.splitlines()[2:]]


def pdf_pixels(pdf: bytes) -> Image.Image:
    """Return the first page as a viewer shows it, at 203 dpi in 8-bit grey."""
    command = ["pdftoppm", "-singlefile", "-gray", "-r", "203.2", "-png", "-"]
    png = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    return Image.open(BytesIO(png)).convert("L")


@dataclass(frozen=True)
class Symbol:
    """A QR symbol found in a picture: its upper left corner and the size of a module, in dots."""

    x: int
    y: int
    module: int
    modules: Modules


def has_symbol(image: Image.Image) -> bool:
    """Tell whether a scanner would stop at the picture, whether or not it could read it."""
    return any(_corner_marks(image.point(lambda grey: 255 * (grey < DARK_BELOW))))


def qr_payload(image: Image.Image) -> str:
    """Return what a scanner reads from the one QR symbol in the picture (ISO/IEC 18004, undamaged)."""
    symbol = find_symbol(image)
    _assert_quiet_zone(image, symbol)
    level, mask = _format(symbol.modules)
    version = (len(symbol.modules) - 17) // 4
    sizes = [block.data_count for block in rs_blocks(version, level)]
    data = _deinterleaved(list(_code_words(symbol.modules, mask)), sizes)
    return b"".join(_segments(iter("".join(f"{word:08b}" for word in data)), version)).decode()


def _segments(bits: Iterator[str], version: int) -> Iterator[bytes]:
    """Yield the parts of the text, each in the mode it was written in."""

    def take(count: int) -> int:
        return int("".join(islice(bits, count)) or "0", 2)  # a full symbol has no end mark

    while mode := take(4):
        match mode:
            case 0b0001:
                length = take(10 if version < 10 else 12)
                threes, rest = divmod(length, 3)
                parts = [f"{take(10):03d}" for _ in range(threes)]
                yield "".join([*parts, f"{take(1 + 3 * rest):0{rest}d}" if rest else ""]).encode()
            case 0b0010:
                length = take(9 if version < 10 else 11)
                pairs = [divmod(take(11), 45) for _ in range(length // 2)]
                last = [take(6)] if length % 2 else []
                yield "".join(ALPHANUMERIC[value] for value in [*chain(*pairs), *last]).encode()
            case 0b0100:
                length = take(8 if version < 10 else 16)
                yield bytes(take(8) for _ in range(length))
            case _:
                raise AssertionError(f"mode {mode:04b}")


def find_symbol(image: Image.Image) -> Symbol:
    """Find the three corner marks by their 1:1:3:1:1 pattern, both ways, and sample the modules between them."""
    ink = image.point(lambda grey: 255 * (grey < DARK_BELOW))
    marks = sorted(_corner_marks(ink))
    assert len(marks) == 3, f"{len(marks)} corner marks"
    (top, left, module), (_, right, _), _ = marks
    middle = module // 2
    across = [left + module * at + middle for at in range((right - left) // module + 7)]
    down = [top + module * at + middle for at in range(len(across))]
    dots = ink.tobytes()
    modules = [[bool(dots[y * ink.width + x]) for x in across] for y in down]
    return Symbol(left, top, module, modules)


def _corner_marks(ink: Image.Image) -> Iterator[tuple[int, int, int]]:
    """Yield (top, left, module) of each corner mark."""
    turned = ink.transpose(Image.Transpose.TRANSPOSE)
    for y in range(ink.height):
        for left, module in _corner_runs(_line(ink, y)):
            column = _line(turned, left + module * 7 // 2)
            yield from (
                (top, left, module)
                for top, same in _corner_runs(column)
                if same == module and top + module * 7 // 2 == y
            )


def _corner_runs(line: bytes) -> Iterator[tuple[int, int]]:
    """Yield (start, module) wherever dark and light alternate as through the middle of a corner mark."""
    runs = [(dark, len(list(run))) for dark, run in groupby(line)]
    starts = list(accumulate((length for _, length in runs), initial=0))
    for at in range(len(runs) - 4):
        lengths = [length for _, length in runs[at : at + 5]]
        if runs[at][0] and lengths == [lengths[0] * times for times in CORNER]:
            yield starts[at], lengths[0]


def _line(ink: Image.Image, y: int) -> bytes:
    return ink.crop((0, y, ink.width, y + 1)).tobytes()


def _format(modules: Modules) -> tuple[int, int]:
    """Return (error level, mask), read beside the upper left corner mark and again beside the two others."""
    near = [(8, c) for c in (0, 1, 2, 3, 4, 5, 7, 8)] + [(r, 8) for r in (7, 5, 4, 3, 2, 1, 0)]
    far = [(-1 - at, 8) for at in range(7)] + [(8, -8 + at) for at in range(8)]
    first, second = (_number(modules[r][c] for r, c in places) ^ FORMAT_MASK for places in (near, far))
    assert first == second, "the two copies of the format differ"
    return first >> 13, first >> 10 & 7


def _code_words(modules: Modules, mask: int) -> Iterator[int]:
    """Yield the bytes of the symbol: two columns at a time from the right, upwards and downwards in turn."""
    size, fixed = len(modules), _fixed(len(modules))
    columns = [c for c in range(size - 1, -1, -1) if c != 6]
    bits: list[bool] = []
    for pair, (right, left) in enumerate(zip(columns[::2], columns[1::2], strict=True)):
        for r in range(size) if pair % 2 else range(size - 1, -1, -1):
            bits += [modules[r][c] ^ (MASKS[mask](r, c) == 0) for c in (right, left) if (r, c) not in fixed]
    for at in range(0, len(bits) - 7, 8):
        yield _number(bits[at : at + 8])


def _fixed(size: int) -> set[tuple[int, int]]:
    """Return the places that hold no data: corner marks with their format, timing, alignment, version."""
    version = (size - 17) // 4
    lines = {(6, at) for at in range(size)} | {(at, 6) for at in range(size)}
    corners = {(r, c) for r in range(9) for c in range(9)}
    corners |= {(r, size - 8 + c) for r in range(9) for c in range(8)}
    corners |= {(size - 8 + r, c) for r in range(8) for c in range(9)}
    centres = [(r, c) for r in pattern_position(version) for c in pattern_position(version)]
    around = range(-2, 3)
    small = {(r + dr, c + dc) for r, c in centres if (r, c) not in corners for dr in around for dc in around}
    told = {(r, size - 11 + c) for r in range(6) for c in range(3)} if version >= 7 else set()
    return lines | corners | small | told | {(c, r) for r, c in told}


def _deinterleaved(words: list[int], sizes: list[int]) -> list[int]:
    """Return the data bytes block by block; in the symbol the blocks take turns."""
    blocks: list[list[int]] = [[] for _ in sizes]
    rest = iter(words)
    for turn in range(max(sizes)):
        for block, size in zip(blocks, sizes, strict=True):
            if turn < size:
                block.append(next(rest))
    return [word for block in blocks for word in block]


def _number(bits: Iterable[bool]) -> int:
    return int("".join("01"[bit] for bit in bits), 2)


def _assert_quiet_zone(image: Image.Image, symbol: Symbol) -> None:
    side, quiet = symbol.module * len(symbol.modules), symbol.module * 4
    outer = (symbol.x - quiet, symbol.y - quiet, symbol.x + side + quiet, symbol.y + side + quiet)
    assert outer[0] >= 0
    surroundings = image.crop(outer)
    surroundings.paste(255, (quiet, quiet, quiet + side, quiet + side))
    assert surroundings.getextrema() == (255, 255), "something stands in the quiet zone"
