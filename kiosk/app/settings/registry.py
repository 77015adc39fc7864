"""Every setting there is, in the order of the example: made of the tables, so nothing can be in one and not in the other."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, Final, cast, get_type_hints

from kiosk.app.settings.setting import Setting, setting_of
from kiosk.app.settings.tables import Settings


def _tables() -> Iterator[tuple[str, type[Any]]]:
    for name, kind in get_type_hints(Settings).items():
        if isinstance(kind, type) and is_dataclass(kind):
            yield name, kind


def _settings() -> Iterator[Setting]:
    for table, kind in TABLES.items():
        hints = get_type_hints(kind)
        for each in fields(kind):
            yield setting_of(table, each, hints[each.name])


TABLES: Final[dict[str, type[Any]]] = dict(_tables())
"""The class of each table, in order."""
registry: Final[tuple[Setting, ...]] = tuple(_settings())
"""Every setting, table by table."""
_BY_NAME: Final = {each.name: each for each in registry}


def find(name: str) -> Setting | None:
    """Return the setting `table.key`, None if there is none of that name."""
    return _BY_NAME.get(name)


def words_of(table: str) -> str:
    """Return what a table is for, in Chinese and English."""
    return cast("str", TABLES[table].__doc__).strip().splitlines()[0]
