"""Lists as QML reads them: a model over frozen rows, and the rows of the public screens."""

from collections.abc import Sequence
from dataclasses import Field, dataclass, fields
from typing import Any, ClassVar, Protocol

from PySide6.QtCore import QAbstractListModel, QByteArray, QModelIndex, QObject, QPersistentModelIndex

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """Something to press: a category, a service, an option, a rating."""

    code: str
    name: str
    help: str = ""
    icon: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """Something to bring."""

    code: str
    name: str
    note: str
    ready: bool


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line to read: a step of the procedure, an answer given, a service done."""

    code: str
    name: str
    detail: str = ""


class Row(Protocol):
    """Any frozen dataclass with a `code`; the hall has rows of its own."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def code(self) -> str:
        """What tells one row from another."""


class RowsModel(QAbstractListModel):
    """A list whose roles are the fields of its rows; `code` tells one row from another."""

    _FIRST_ROLE: ClassVar[int] = 0x0101
    """The one after Qt.ItemDataRole.UserRole, as a number for the reason given in svg.py."""

    def __init__(self, row: type[Row], parent: QObject) -> None:
        """Begin empty; all rows will be of one type."""
        super().__init__(parent)
        self._names = tuple(field.name for field in fields(row))
        self._rows: tuple[Row, ...] = ()

    def show(self, rows: Sequence[Row]) -> None:
        """Replace the rows; as long as the same things are listed, only the rows that changed are redrawn."""
        new = tuple(rows)
        if [row.code for row in new] == [row.code for row in self._rows]:
            old, self._rows = self._rows, new
            for number, (before, after) in enumerate(zip(old, new, strict=True)):
                if before != after:
                    self.dataChanged.emit(self.index(number), self.index(number))
            return
        self.beginResetModel()
        self._rows = new
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many rows there are; rows have no rows of their own."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = 0) -> Any:  # noqa: ANN401 - as Qt has it
        """Return one field of one row, None for a role that is not ours."""
        number = role - self._FIRST_ROLE
        if not index.isValid() or not 0 <= number < len(self._names):
            return None
        return getattr(self._rows[index.row()], self._names[number])

    def roleNames(self) -> dict[int, QByteArray]:
        """Return the fields under the names QML asks for."""
        return {self._FIRST_ROLE + n: QByteArray(name.encode()) for n, name in enumerate(self._names)}
