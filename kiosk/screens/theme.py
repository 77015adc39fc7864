"""A bank's look: its name, its logo and four palettes, read from one file and refused if it cannot be read by all."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import Final

from PySide6.QtSvg import QSvgRenderer

from kiosk.domain.flow.view import Contrast
from kiosk.domain.strict_table import Problem, Table
from kiosk.resources import resources

FILE: Final = "bank.toml"

Palette = Mapping[str, str]
"""Colour as #rrggbb or #aarrggbb, by its name in QML."""

_TOKENS: Final = (
    "paper", "side", "card", "tint", "plate", "ink", "ink_soft", "line", "line_strong", "primary", "primary_deep",
    "ink_on_primary", "tone_on_primary", "accent", "accent_tint", "care", "care_tint", "care_line", "bar", "bar_edge",
    "bar_tint", "ink_on_bar", "tone_on_bar", "icon_line", "icon_tone", "focus", "focus_on_bar", "logo_plate",
    "ink_on_zone",
)  # fmt: skip
_GROUNDS: Final = ("paper", "side", "card", "tint", "accent_tint", "care_tint")

_TEXT: Final[Mapping[str, tuple[str, ...]]] = {"ink": ("paper", "side", "card")}
"""Text, and the grounds it stands on."""
_ACCENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "ink": ("tint", "accent_tint"),
    "ink_soft": ("paper", "side", "card", "tint", "accent_tint"),
    "primary": ("paper", "card", "tint"),
    "ink_on_primary": ("primary",),
    "ink_on_bar": ("bar",),
    "accent": ("paper", "side", "card", "accent_tint"),
    "care": ("paper", "side", "card", "care_tint"),
}
_EDGES: Final[Mapping[str, tuple[str, ...]]] = {
    "focus": ("paper", "side", "card"),
    "focus_on_bar": ("bar",),
    "line_strong": ("card", "paper"),
    "care_line": ("card", "paper"),
}
"""Lines that tell something: WCAG 2.2, 1.4.11 and 2.4.13."""


@dataclass(frozen=True, slots=True)
class _Limits:
    """Least contrast of text and of accents, and the brightest a ground may be (relative luminance)."""

    text: float
    accent: float
    brightest: float = 1.0


_EDGE_LIMIT: Final = 3.0
_LIMITS: Final[Mapping[Contrast, _Limits]] = {
    "default": _Limits(15, 10),
    "light": _Limits(21, 10),
    "dark": _Limits(21, 10),
    # With no ground brighter than 0.7, 15:1 would need text blacker than black. 7:1 is WCAG AAA for text of any size.
    "glare": _Limits(10, 7, brightest=0.7),
}
_ROUNDING: Final = 0.005
_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")
_VEIL: Final = re.compile(r"#[0-9a-f]{8}")
_LOGO: Final = re.compile(r"[A-Za-z0-9_-]{1,60}\.svg")


@dataclass(frozen=True, slots=True)
class BankTheme:
    """What makes the screens those of one bank."""

    name: str
    logo: bytes
    """A drawing as SVG; it keeps its own colours."""
    palettes: Mapping[Contrast, Palette]


def read_theme(folder: Path) -> BankTheme | tuple[Problem, ...]:
    """Return the theme in `folder`, or everything that is wrong with it: file, key and reason."""
    problems: list[Problem] = []
    try:
        data = tomllib.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return (Problem(FILE, "", f"cannot be read: {error}"),)
    table = Table(data, FILE, problems)
    theme = table.read(lambda top: _theme(top, folder))
    return tuple(problems) or theme


@cache
def shipped_theme() -> BankTheme:
    """Return the theme that comes with the program.

    Raises:
        ValueError: it is damaged.
    """
    theme = read_theme(resources() / "theme")
    if not isinstance(theme, BankTheme):
        raise ValueError("; ".join(map(str, theme)))  # noqa: TRY004 - the file is wrong, not a type
    return theme


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours #rrggbb (WCAG 2.2), 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _theme(top: Table, folder: Path) -> BankTheme:
    name, logo = top.line("name"), _logo(top, folder)
    palettes = {
        kind: top.table(kind, partial(_palette, limits=limits)) or {} for kind, limits in _LIMITS.items()
    }
    return BankTheme(name, logo, palettes)


def _logo(top: Table, folder: Path) -> bytes:
    name = top.code("logo", _LOGO, "logo.svg")
    try:
        drawing = (folder / name).read_bytes() if name else b""
    except OSError:
        drawing = b""
    if name and not QSvgRenderer(drawing).isValid():
        top.problem("logo", f"{name} is no drawing; put an SVG file of that name beside {FILE}")
    return drawing


def _palette(table: Table, *, limits: _Limits) -> Palette:
    colours = {each: table.code(each, _COLOUR, "#0a3a40") for each in _TOKENS}
    colours["veil"] = table.code("veil", _VEIL, "#a6131c1a")
    if all(_COLOUR.fullmatch(colours[each]) for each in _TOKENS):
        _check_contrast(table, colours, limits)
        _check_glare(table, colours, limits.brightest)
    return {_camel(name): colour for name, colour in colours.items()}


def _check_contrast(table: Table, colours: Mapping[str, str], limits: _Limits) -> None:
    for pairs, least in ((_TEXT, limits.text), (_ACCENTS, limits.accent), (_EDGES, _EDGE_LIMIT)):
        for front, ground in chain.from_iterable(((each, on) for on in pairs[each]) for each in pairs):
            found = contrast(colours[front], colours[ground])
            if found < least - _ROUNDING:
                table.problem(front, f"has a contrast of {found:.1f} on {ground}; it needs {least:g}")


def _check_glare(table: Table, colours: Mapping[str, str], brightest: float) -> None:
    for ground in _GROUNDS:
        if _luminance(colours[ground]) > brightest:
            table.problem(ground, f"is too bright; it may have {brightest:.0%} of white's light at most")


def _luminance(colour: str) -> float:
    red, green, blue = (_channel(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channel(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - of the formula


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))
