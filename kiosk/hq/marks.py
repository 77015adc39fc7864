"""How much is durable, written down beside the keys: a database that knows less was brought back from a backup.

Branches believe a headquarters that forgot facts only when its signed epoch rose (protocol.md, Upload). A rise without
need does no harm: nobody is behind then. So whatever cannot be told apart from a backup counts as one.
"""

import os
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Self

import structlog

from kiosk.hq.store.port import Server, Store

log = structlog.get_logger()

_SAID: Final = "SELECT run, epoch FROM identity WHERE server = :server"
_FACTS: Final = "SELECT coalesce(sum(seq - first + 1 - hole), 0) FROM reached"
_SAY: Final = "UPDATE identity SET run = :run, epoch = :epoch WHERE server = :server"

QUERIES: Final = (_SAID, _FACTS)
"""Every reading statement of this module."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a database says of itself, or the mark of it: its last start, its epoch, and the facts that are durable."""

    run: str
    epoch: int
    facts: int

    @classmethod
    def read(cls, file: Path) -> Self:
        """Return what stands in a mark; nothing that fits any database if it cannot be read."""
        try:
            run, epoch, facts = file.read_text("ascii").split()
            return cls(run, int(epoch), int(facts))
        except (OSError, ValueError):
            return cls("unreadable", 0, 0)

    @property
    def line(self) -> bytes:
        """The mark as it is written: always as long, so that it is written over in place."""
        return f"{self.run:32} {self.epoch:10} {self.facts:20}\n".encode("ascii")


class Marks:
    """The marks of every server while headquarters runs. Any thread may say that facts were taken."""

    def __init__(self, keys: Path, store: Store, *, restored: bool = False) -> None:
        """Compare databases and marks, and begin a run. `restored`: a person says that a database was brought back."""
        folder = keys / "marks"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        said = {server.name: _said(server) for server in store.servers}
        marked = {file.stem: Told.read(file) for file in folder.glob("*.mark")}
        newest = max(told.epoch for told in (*said.values(), *marked.values()))
        forgot = sorted(_forgot(said, marked))
        if forgot or restored:
            log.warning("headquarters_restored", servers=forgot, epoch=newest + 1)
        self.epoch = max(1, newest + bool(forgot or restored))
        self._told = {name: Told(_new_run(), self.epoch, told.facts) for name, told in said.items()}
        self._turn = threading.Lock()
        self._begin(folder, store)

    def _begin(self, folder: Path, store: Store) -> None:
        """Say the run in the databases first: cut off behind that, the next start counts as one after a backup."""
        for server in store.servers:
            told = self._told[server.name]
            with server.write() as conn:
                conn.execute(_SAY, {"server": server.name, "run": told.run, "epoch": told.epoch})
        for gone in folder.glob("*.mark"):
            gone.unlink()
        self._files = {name: (folder / f"{name}.mark").open("wb", buffering=0) for name in self._told}
        for name in self._told:
            self._write(name)
            os.fsync(self._files[name].fileno())

    def taken(self, server: Server, facts: int) -> None:
        """Say that so many more facts are durable, or may be.

        Not forced to the disk: it outlives the program, not a power cut.
        """
        with self._turn:
            told = self._told[server.name]
            self._told[server.name] = replace(told, facts=told.facts + facts)
            self._write(server.name)

    def close(self) -> None:
        """Close the files."""
        with self._turn:
            for file in self._files.values():
                file.close()

    def _write(self, name: str) -> None:
        self._files[name].seek(0)
        self._files[name].write(self._told[name].line)


def _said(server: Server) -> Told:
    with server.read() as conn:
        run, epoch = conn.execute(_SAID, {"server": server.name}).fetchone() or ("", 0)
        (facts,) = conn.execute(_FACTS).fetchone() or (0,)
    return Told(run, epoch, int(facts))


def _forgot(said: Mapping[str, Told], marked: Mapping[str, Told]) -> set[str]:
    """Return the servers that may know less than they did; those that are gone may know nothing any more."""
    never = Told("", 0, 0)
    old = {name: (told, marked.get(name, never)) for name, told in said.items()}
    return set(marked) - set(said) | {
        name for name, (told, mark) in old.items() if told.run != mark.run or told.facts < mark.facts
    }


def _new_run() -> str:
    return secrets.token_hex(16)
