"""Strict reading of tables that people edit: every mistake is collected, with its place and what to do."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from kiosk.domain.catalogue import Text

T = TypeVar("T")

LONGEST: Final = 2_000
"""Characters in one text; more is a paste by mistake."""

_CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_LABEL: Final = re.compile(r"[A-Za-z0-9_]{1,40}")
_UNPRINTABLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Unicode categories that reach no screen, slip or log: control, bidi and invisible marks, surrogates."""
_KINDS: Final[Mapping[type, str]] = {
    bool: "true or false",
    dict: "a table",
    int: "a whole number",
    list: "a list",
    str: "a text in quotes",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a file: the dotted key (empty: the file itself) and a reason that says what to do."""

    file: str
    key: str
    reason: str

    def __str__(self) -> str:
        return ": ".join(filter(None, (self.file, self.key, self.reason)))


class Table:
    """One table being read. Each method reads one key; on a mistake it notes a Problem, returns a stand-in.

    Nothing read may be used once there are problems. Items of a list are named by their `code` or `id`, such
    as `service.deposit.minutes`, or else by number: `service.#3`.
    """

    def __init__(self, data: Mapping[str, object], file: str, problems: list[Problem], key: str = "") -> None:
        """Read `data`, the table at `key` of `file`; mistakes are added to `problems`."""
        self._data = data
        self._file = file
        self._problems = problems
        self._key = key
        self._asked: set[str] = set()

    def __contains__(self, key: str) -> bool:
        self._asked.add(key)
        return key in self._data

    def read(self, reader: Callable[["Table"], T]) -> T:
        """Let `reader` read this table, then report the keys it did not ask for."""
        value = reader(self)
        known = ", ".join(sorted(self._asked)) or "none"
        for key in self._data:
            if key not in self._asked:
                shown = key if _LABEL.fullmatch(key) else ascii(key)[:60]
                self.problem(shown, f"unknown key; remove it or correct its spelling (known here: {known})")
        return value

    def problem(self, key: str, reason: str) -> None:
        """Note a mistake at `key` of this table, or at the table itself when `key` is empty."""
        self._problems.append(Problem(self._file, ".".join(filter(None, (self._key, key))), reason))

    def line(self, key: str) -> str:
        """Read one line of printable text, 1 to 2,000 characters."""
        value = self._take(key, str)
        if value is not None:
            self._check_printable(key, value)
        return value or ""

    def code(self, key: str, pattern: re.Pattern[str] = _CODE, example: str = "cash_booking") -> str:
        """Read a short name for machines: small letters, digits and _, or what `pattern` matches in full."""
        value = self._take(key, str)
        if value is not None and not pattern.fullmatch(value):
            self.problem(key, f"has the wrong form; write something like {example}")
        return value or ""

    def one_of(self, key: str, allowed: Collection[str]) -> str:
        """Read one of the codes allowed."""
        value = self._take(key, str)
        if value is not None:
            self._check_known(key, value, allowed)
        return value or ""

    def number(self, key: str, low: int, high: int) -> int:
        """Read a whole number from `low` to `high`."""
        value = self._take(key, int)
        if value is not None and low <= value <= high:
            return value
        if value is not None:
            self.problem(key, f"is out of range; write a number from {low} to {high}")
        return low

    def flag(self, key: str) -> bool:
        """Read true or false."""
        return self._take(key, bool) or False

    def text(self, key: str) -> Text:
        """Read words in both languages: `{ zh = "…", en = "…" }`."""
        return self.table(key, _text) or Text("", "")

    def table(self, key: str, reader: Callable[["Table"], T]) -> T | None:
        """Read the table at `key` with `reader`; None, and a problem noted, if there is none."""
        value = self._take(key, dict)
        return None if value is None else self._inside(key, value).read(reader)

    def tables(
        self, key: str, reader: Callable[["Table"], T], least: int, most: int, *, distinct: bool = True
    ) -> tuple[T, ...]:
        """Read a list of `least` to `most` tables with `reader`; if `distinct`, no code or id comes twice."""
        items = self._items(key, dict, least, most)
        seen: Counter[str] = Counter()
        values = []
        for number, item in enumerate(items, 1):
            label = _label(item, number)
            seen[label] += 1
            at = f"{key}.{label}" if seen[label] == 1 else f"{key}.{label}#{seen[label]}"
            if distinct and seen[label] > 1:
                self.problem(at, "has a code that came before; keep one or give this one its own")
            values.append(self._inside(at, item).read(reader))
        return tuple(values)

    def lines(self, key: str, least: int, most: int) -> tuple[str, ...]:
        """Read a list of `least` to `most` different lines of printable text."""
        items = self._items(key, str, least, most)
        for number, item in enumerate(items, 1):
            self._check_printable(f"{key}.#{number}", item)
        if len(set(items)) < len(items):
            self.problem(key, "holds the same text more than once; keep one")
        return tuple(items)

    def texts(self, key: str, least: int, most: int) -> tuple[Text, ...]:
        """Read a list of `least` to `most` texts in both languages."""
        return self.tables(key, _text, least, most)

    def some_of(self, key: str, allowed: Collection[str]) -> tuple[str, ...]:
        """Read a list of one or more of the codes allowed."""
        values = self.lines(key, least=1, most=len(allowed))
        for value in values:
            self._check_known(key, value, allowed)
        return values

    def _take(self, key: str, kind: type[T]) -> T | None:
        if key not in self:
            self.problem(key, f"is missing; add {_KINDS[kind]}")
            return None
        value = self._data[key]
        if not _is(value, kind):
            self.problem(key, f"has the wrong type; write {_KINDS[kind]}")
            return None
        return value  # type: ignore[return-value] # _is has just looked

    def _items(self, key: str, kind: type[T], least: int, most: int) -> list[T]:
        """Return the entries of the right kind, `most` at most: reading a bad file must come to an end."""
        values = self._take(key, list)
        if values is None:
            return []
        if not least <= len(values) <= most:
            self.problem(key, f"has {len(values)} entries; it needs {least} to {most}")
        for number, value in enumerate(values, 1):
            if not _is(value, kind):
                self.problem(f"{key}.#{number}", f"has the wrong type; write {_KINDS[kind]}")
        return [value for value in values if _is(value, kind)][:most]

    def _inside(self, key: str, data: Mapping[str, object]) -> "Table":
        return Table(data, self._file, self._problems, ".".join(filter(None, (self._key, key))))

    def _check_printable(self, key: str, value: str) -> None:
        hidden = next((char for char in value if unicodedata.category(char) in _UNPRINTABLE), None)
        if not value.strip():
            self.problem(key, "is empty; write the text")
        elif len(value) > LONGEST:
            self.problem(key, f"has {len(value)} characters; shorten it to {LONGEST}")
        elif hidden is not None:
            self.problem(
                key, f"holds the invisible character U+{ord(hidden):04X}; type the text again without it"
            )

    def _check_known(self, key: str, value: str, allowed: Collection[str]) -> None:
        if value not in allowed:
            self.problem(
                key,
                f"unknown value {value[:40]!a}; use one of: {', '.join(allowed) or '(there is none yet)'}",
            )


def _is(value: object, kind: type) -> bool:
    """Say whether a value is of a kind; true and false are numbers to Python, never to a person."""
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))


def _label(item: Mapping[str, object], number: int) -> str:
    name = item.get("code", item.get("id"))
    return name if isinstance(name, str) and _LABEL.fullmatch(name) else f"#{number}"


def _text(words: Table) -> Text:
    return Text(words.line("zh"), words.line("en"))
