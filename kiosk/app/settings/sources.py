"""Where settings come from: a file, the environment, a policy. Each becomes a layer of raw values with their places."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from kiosk.app.settings.problems import Wrong

Layer = Literal["default", "file", "environment", "policy"]
_AT_LINE: Final = re.compile(r"\(at line (\d+), column \d+\)")
_HEADER: Final = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]")
_KEY: Final = re.compile(r"""\s*(?:"([^"]+)"|'([^']+)'|([A-Za-z0-9_.-]+))\s*=""")
_NEARLY_OURS: Final = 0.9
_AGAIN: Final = ("Cannot overwrite a value", "Cannot declare", "Cannot mutate")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value was set: the layer, and the file, variable or policy in it; `line` 0: none."""

    layer: Layer
    place: str = ""
    line: int = 0

    def __str__(self) -> str:
        return " ".join(filter(None, (self.layer, f"{self.place}:{self.line}" if self.line else self.place)))


DEFAULT: Final = Origin("default")


@dataclass(frozen=True, slots=True)
class Given:
    """A raw value as a layer gives it. `plain`: it is text whatever it sets, as in the environment."""

    name: str
    value: object
    origin: Origin
    plain: bool = False


@dataclass(slots=True)
class Reading:
    """What was read of a layer, and what was wrong with it."""

    given: list[Given] = field(default_factory=list)
    problems: list[Wrong] = field(default_factory=list)


def read_toml(file: Path, layer: Layer) -> Reading | None:
    """Return what a file sets; None if there is no such file. Whatever else is wrong with it is in the problems."""
    place = str(file)
    try:
        content = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return _wrong(
            place, 0, f"读不了（{reason}），请检查权限。", f"It cannot be read ({reason}): allow reading it."
        )
    try:
        text = content.decode("utf-8-sig")  # Windows editors begin a file with a mark
        table = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return _wrong(place, line, "不是 UTF-8，请另存为 UTF-8。", "It is not UTF-8: save the file as UTF-8.")
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return _not_toml(place, str(error))
    return read_table(table, layer, place, text)


def read_table(table: Mapping[str, object], layer: Layer, place: str, text: str = "") -> Reading:
    """Return what a table of tables sets; `text` is the file it was read from, to find lines in."""
    reading, lines = Reading(), lines_of(text)
    for name, inside in table.items():
        if not isinstance(inside, Mapping):
            reading.problems.append(
                Wrong(
                    place, lines.get(name, 0), name,
                    "不在任何一节中，请写在 [节名] 之下。", "It stands in no table: write it below a [table].",
                )
            )  # fmt: skip
            continue
        at = lines.get(name, 0)
        reading.given += [
            Given(f"{name}.{key}", value, Origin(layer, place, lines.get(f"{name}.{key}", at)))
            for key, value in inside.items()
        ]
        if not inside:
            reading.given.append(Given(name, inside, Origin(layer, place, at)))
    return reading


def read_environment(
    environ: Mapping[str, str], names: Mapping[str, str], reserved: frozenset[str]
) -> Reading:
    """Return what environment variables set. `names` gives the setting of each variable; `reserved` ones are others'.

    A variable that begins with KIOSK_ and is nobody's is left alone unless it is nearly one of ours.
    """
    from kiosk.app.settings.kinds import nearest

    reading = Reading()
    for variable, value in environ.items():
        if not variable.startswith("KIOSK_") or variable in reserved:
            continue
        if variable in names:
            reading.given.append(Given(names[variable], value, Origin("environment", variable), plain=True))
        elif near := nearest(variable, list(names), _NEARLY_OURS):
            zh, en = (
                f"没有这个变量，最接近的是 {near}。",
                f"There is no such variable; the nearest is {near}.",
            )
            reading.problems.append(Wrong(variable, 0, "", zh, en))
    return reading


def lines_of(text: str) -> dict[str, int]:
    """Return the line, from 1, at which each table and each `table.key` of a TOML file first stands."""
    found: dict[str, int] = {}
    for name, line in _names(text):
        found.setdefault(name, line)
    return found


def _names(text: str) -> Iterator[tuple[str, int]]:
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = header[1].strip("\"' ")
            yield table, number
        elif key := _KEY.match(line):
            name = key[1] or key[2] or key[3]
            yield (f"{table}.{name}" if table else name), number


def _not_toml(place: str, reason: str) -> Reading:
    at = _AT_LINE.search(reason)
    line = int(at[1]) if at else 0
    if reason.startswith(_AGAIN):
        return _wrong(
            place, line, "同一项写了两次，请只留一处。", "The same key stands here twice: keep one of them."
        )
    told = _AT_LINE.sub("", reason).strip()
    return _wrong(place, line, f"不符合 TOML 写法（{told}）。", f"It is not valid TOML ({told}).")


def _wrong(place: str, line: int, zh: str, en: str) -> Reading:
    return Reading(problems=[Wrong(place, line, "", zh, en)])
