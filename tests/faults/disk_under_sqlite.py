"""SQLite on a disk that can lose its power: apsw's hooks for a file system, and an apsw connection our store can use.

The store's own SQLite takes no file system from Python, so the same statements run on apsw's, unencrypted.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Final

import apsw

from kiosk.records.connection import Parameters, Row
from tests.faults.disk import BLOCK, Disk

NAME: Final = "branch.db"


class CuttableFiles(apsw.VFS):
    NAME: Final = "cuttable"
    """The file system `cuttable`. What SQLite does to it goes to `disk`, which may be swapped while no file is open."""

    def __init__(self) -> None:
        self.disk = Disk()
        super().__init__(self.NAME, base="")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> _File:  # type: ignore[override] # noqa: N802
        """Open or make a file; one without a name never touches the disk."""
        flags[1] = flags[0]
        if name is None:
            scratch = Disk()
            return _File(scratch, scratch.create("scratch"))
        path = str(name.filename() if isinstance(name, apsw.URIFilename) else name)
        known = self.disk.files.get(path)
        if known is not None:
            return _File(self.disk, known)
        if not flags[0] & apsw.SQLITE_OPEN_CREATE:
            raise apsw.CantOpenError(path)
        return _File(self.disk, self.disk.create(path))

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802, FBT001 - apsw's signature
        """Delete a file; durable at once only if asked."""
        self.disk.delete(filename)
        if syncdir:
            self.disk.sync_names()

    def xAccess(self, pathname: str, flags: int) -> bool:  # noqa: ARG002, N802
        """Tell whether there is such a file."""
        return pathname in self.disk.files

    def xFullPathname(self, name: str) -> str:  # noqa: N802
        """Return the name: there is one folder."""
        return name


class _File:
    """One open file. apsw asks for these methods and does not care for the class."""

    def __init__(self, disk: Disk, file: int) -> None:
        self._disk, self._file = disk, file

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802
        return bytes(self._disk.contents[self._file][offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self._disk.write(self._file, offset, bytes(data))

    def xTruncate(self, size: int) -> None:  # noqa: N802
        self._disk.truncate(self._file, size)

    def xSync(self, flags: int) -> None:  # noqa: ARG002, N802
        self._disk.sync(self._file)

    def xFileSize(self) -> int:  # noqa: N802
        return len(self._disk.contents[self._file])

    def xSectorSize(self) -> int:  # noqa: N802
        return BLOCK

    def xDeviceCharacteristics(self) -> int:  # noqa: N802
        """As on any Unix: what a write does not touch it does not harm."""
        return apsw.SQLITE_IOCAP_POWERSAFE_OVERWRITE

    def xFileControl(self, op: int, ptr: int) -> bool:  # noqa: N802
        """Answer the one question our settings ask of a file: how much of it is mapped into memory."""
        if op != apsw.SQLITE_FCNTL_MMAP_SIZE:
            return False
        ctypes.c_int64.from_address(ptr).value = 0
        return True

    def xLock(self, level: int) -> None:  # noqa: N802
        """One process only: nobody to keep out."""

    xUnlock = xLock  # noqa: N815

    def xCheckReservedLock(self) -> bool:  # noqa: N802
        return False

    def xClose(self) -> None:  # noqa: N802
        """Nothing to give back."""


class Cursor:
    """The outcome of a statement, with the attributes of sqlite3's."""

    def __init__(self, cursor: apsw.Cursor, description: tuple[tuple[str, str], ...], rowcount: int) -> None:
        self._cursor, self.description, self.rowcount = cursor, description, rowcount
        self.lastrowid = cursor.connection.last_insert_rowid()

    def fetchone(self) -> Row | None:
        return self._cursor.fetchone()

    def fetchall(self) -> list[Row]:
        return self._cursor.fetchall()

    def __iter__(self) -> Iterator[Row]:
        return iter(self._cursor)


class Database:
    """An apsw connection with the methods that our store and sqlite-utils call."""

    def __init__(self, files: CuttableFiles, disk: Disk) -> None:
        """Open the database on `disk`, made if need be."""
        files.disk = disk
        self._conn = apsw.Connection(NAME, vfs=CuttableFiles.NAME)
        self._described: tuple[tuple[str, str], ...] = ()
        # Only here does apsw tell the columns of a query that finds no row.
        self._conn.exec_trace = self._describe
        # Files in Python have no shared memory, without which the write-ahead log wants a single user. The branch
        # service is one; the order of writes and syncs is the same.
        self._conn.execute("PRAGMA locking_mode = EXCLUSIVE")

    def _describe(self, cursor: apsw.Cursor, sql: str, bindings: object) -> bool:  # noqa: ARG002 - apsw's signature
        self._described = cursor.get_description()
        return True

    @property
    def in_transaction(self) -> bool:
        return self._conn.in_transaction

    def execute(self, sql: str, parameters: Parameters = (), /) -> Cursor:
        before = self._conn.total_changes()
        cursor = self._conn.execute(sql, parameters)
        return Cursor(cursor, self._described, self._conn.total_changes() - before)

    def executemany(self, sql: str, parameters: Iterator[Parameters], /) -> Cursor:
        return Cursor(self._conn.executemany(sql, parameters), (), -1)

    def cursor(self) -> Database:
        return self

    def close(self) -> None:
        self._conn.close()
