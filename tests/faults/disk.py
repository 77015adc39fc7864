"""A disk that can lose its power: a file system under SQLite, in memory, that remembers which writes were made durable.

It promises as little as a drive with a write cache may. `sync` makes the bytes of a file durable, and its name if it is
new; that a name was taken away is durable once the folder was synced. Everything else survives a cut in part and in any
order, and a block of 4,096 bytes may be torn into sectors of 512.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

BLOCK: Final = 4_096
SECTOR: Final = 512

Image = dict[str, bytes]
"""What is on the disk after a cut, by file name."""


class Op(NamedTuple):
    """One thing done to the disk. `file` is the number of a file, which keeps it when the name changes hands."""

    what: Literal["write", "truncate", "sync", "create", "delete", "sync_names"]
    file: int = 0
    name: str = ""
    at: int = 0
    """Offset of a write, size of a truncate."""
    data: bytes = b""


@dataclass
class Disk:
    """What the running system sees, and everything it did to it since the power came on."""

    start: Image = field(default_factory=dict)
    files: dict[str, int] = field(init=False)
    contents: dict[int, bytearray] = field(init=False)
    done: list[Op] = field(init=False)

    def __post_init__(self) -> None:
        self.files = {name: number for number, name in enumerate(self.start)}
        self.contents = {number: bytearray(self.start[name]) for name, number in self.files.items()}
        self.done = []

    def create(self, name: str) -> int:
        """Make an empty file and return its number."""
        number = len(self.contents)
        self.files[name], self.contents[number] = number, bytearray()
        self.done.append(Op("create", number, name))
        return number

    def delete(self, name: str) -> None:
        """Take a name away; KeyError if it is not there."""
        self.done.append(Op("delete", self.files.pop(name), name))

    def write(self, file: int, at: int, data: bytes) -> None:
        """Write bytes at an offset; a gap before them reads as zeros."""
        _write(self.contents[file], at, data)
        self.done.append(Op("write", file, at=at, data=data))

    def truncate(self, file: int, size: int) -> None:
        """Cut a file to `size` bytes."""
        del self.contents[file][size:]
        self.done.append(Op("truncate", file, at=size))

    def sync(self, file: int) -> None:
        """Make the bytes of a file durable."""
        self.done.append(Op("sync", file))

    def sync_names(self) -> None:
        """Make the names in the folder durable."""
        self.done.append(Op("sync_names"))

    def shut_down(self) -> Image:
        """Return what is on the disk after an orderly end: everything."""
        return {name: bytes(self.contents[number]) for name, number in self.files.items()}

    def cut(self, after: int, rng: random.Random) -> Image:
        """Return what is on the disk when the power goes after the first `after` things done."""
        survivors = _Survivors(self.start, rng)
        for op in self.done[:after]:
            survivors.take(op)
        return survivors.image()


class _Survivors:
    """What a disk holds for certain, and what it may hold, while its history is told."""

    def __init__(self, start: Image, rng: random.Random) -> None:
        self._rng = rng
        # One of three tempers for the whole disk: careful luck finds other faults than a disk that loses all.
        self._kept = rng.choice((0.0, 0.5, 0.9))
        self._names = {name: number for number, name in enumerate(start)}
        self._later: list[Op] = []
        self._bytes = {number: bytearray(start[name]) for number, name in enumerate(start)}
        self._unsynced: dict[int, list[Op]] = {number: [] for number in self._bytes}

    def take(self, op: Op) -> None:
        match op.what:
            case "create":
                self._bytes[op.file], self._unsynced[op.file] = bytearray(), []
                self._later.append(op)
            case "delete":
                self._later.append(op)
            case "sync":
                for write in self._unsynced[op.file]:
                    self._apply(write)
                self._unsynced[op.file] = []
                self._settle(lambda change: change.what == "create" and change.file == op.file)
            case "sync_names":
                self._settle(lambda _: True)
            case "write" | "truncate":
                self._unsynced[op.file].append(op)

    def image(self) -> Image:
        for change in self._later:
            if self._rng.random() < self._kept:
                self._rename(change)
        for writes in self._unsynced.values():
            for write in writes:
                self._apply_in_part(write)
        return {name: bytes(self._bytes[file]) for name, file in self._names.items()}

    def _settle(self, durable: Callable[[Op], bool]) -> None:
        """Make those changes of names durable that a sync speaks of; the others stay open."""
        for change in filter(durable, self._later):
            self._rename(change)
        self._later = [change for change in self._later if not durable(change)]

    def _rename(self, change: Op) -> None:
        if change.what == "create":
            self._names[change.name] = change.file
        elif self._names.get(change.name) == change.file:
            del self._names[change.name]

    def _apply(self, op: Op) -> None:
        if op.what == "write":
            _write(self._bytes[op.file], op.at, op.data)
        else:
            del self._bytes[op.file][op.at :]

    def _apply_in_part(self, op: Op) -> None:
        """Apply the pieces of one unsynced write that happened to reach the disk; a later write does not wait for it."""
        pieces = [op] if op.what == "truncate" else _pieces(op, self._rng.choice((BLOCK, BLOCK, SECTOR)))
        for piece in pieces:
            if self._rng.random() < self._kept:
                self._apply(piece)


def _pieces(op: Op, size: int) -> list[Op]:
    """Split a write where the disk's blocks meet."""
    end = op.at + len(op.data)
    starts = [op.at, *range(op.at - op.at % size + size, end, size)]
    return [
        op._replace(at=start, data=op.data[start - op.at : stop - op.at])
        for start, stop in zip(starts, [*starts[1:], end], strict=True)
    ]


def _write(content: bytearray, at: int, data: bytes) -> None:
    if at > len(content):
        content.extend(bytes(at - len(content)))
    content[at : at + len(data)] = data
