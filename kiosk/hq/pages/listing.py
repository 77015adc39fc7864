"""Long lists on pages: found, sorted and turned by links alone, and never ten thousand rows at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar
from urllib.parse import urlencode

from fastapi import Request

Item = TypeVar("Item")

ROWS: Final = 25
_LONGEST: Final = 40
"""Letters of a search that are looked at."""


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Some of a list: `number` of `pages`, both counted from 1."""

    items: tuple[Item, ...]
    number: int
    pages: int
    total: int
    rows: int = ROWS
    """How many items a page holds."""

    @property
    def first(self) -> int:
        """The place of the first item in the whole list, counted from 1; 0 of nothing."""
        return (self.number - 1) * self.rows + 1 if self.items else 0

    @property
    def last(self) -> int:
        """The place of the last item."""
        return self.first + len(self.items) - 1 if self.items else 0


def turned(items: Sequence[Item], number: int, rows: int = ROWS) -> Page[Item]:
    """Return page `number` of a list; the nearest one there is."""
    pages = max(1, -(-len(items) // rows))
    number = min(max(1, number), pages)
    return Page(tuple(items[(number - 1) * rows : number * rows]), number, pages, len(items), rows)


@dataclass(frozen=True, slots=True)
class Wish:
    """What was chosen on a page, as its address says it; what stands at its usual value is left out of the address."""

    path: str
    values: tuple[tuple[str, str], ...]
    usual: tuple[tuple[str, str], ...]

    def __getitem__(self, name: str) -> str:
        """Return a choice."""
        return dict(self.values)[name]

    @property
    def number(self) -> int:
        """The page that is asked for; 1 if that is no number."""
        page = self["page"]
        return int(page) if page.isascii() and page.isdigit() and len(page) < len("1000000") else 1

    def to(self, path: str = "", /, **changed: object) -> str:
        """Return the address of the same with something else chosen; another choice begins at the first page."""
        usual, changes = dict(self.usual), {name: str(value) for name, value in changed.items()}
        now = {**dict(self.values), "page": "1", **changes}
        query = urlencode({name: value for name, value in now.items() if value != usual[name]})
        return (path or self.path) + (f"?{query}" if query else "")

    @property
    def query(self) -> str:
        """The address of exactly this, without its path; empty if everything is as usual."""
        return self.to("?", page=self.number).removeprefix("??")


def wished(request: Request, path: str, /, **allowed: tuple[str, ...]) -> Wish:
    """Return what the address of a page chooses: for each name one of those allowed, else the first; none means any text."""
    asked = request.query_params
    values = [
        (name, next((one for one in some if one == asked.get(name)), some[0]))
        if some
        else (name, asked.get(name, "").strip()[:_LONGEST])
        for name, some in allowed.items()
    ]
    usual = [(name, some[0] if some else "") for name, some in allowed.items()]
    page = asked.get("page", "1")
    return Wish(path, (*values, ("page", page)), (*usual, ("page", "1")))
