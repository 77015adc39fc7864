"""Where the packs of one kind lie: a folder for each version, and one small file that says which is in use.

Replacing that file is the switch. Whatever line a power cut falls on, it names the old version or the new one, and the
folder it names is whole and durable.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import msgspec

from kiosk.records.database.disk import move_folder, sync, write_anew
from kiosk.records.database.lock import FolderLock
from kiosk.records.database.problems import naming_problems
from kiosk.wire.sync.pack import BadPack, Label
from kiosk.wire.sync.unpack import Pack

_DRAFT: Final = "draft"
_LOCK: Final = "packs.lock"

NOTHING: Final = Label("", 0, ())
"""No pack: the files are the branch's own."""


class InUse(msgspec.Struct, frozen=True):
    """What of a kind is in use, what was before it, and the highest version that ever was."""

    label: Label = NOTHING
    before: Label | None = None
    """None: there is nothing to go back to."""
    highest: int = 0
    """After going back this stays, so that what was put away does not come again."""


class Refused(msgspec.Struct, frozen=True):
    """Why the newest pack of a kind was not taken. `at_ms` is UTC."""

    version: int
    code: str
    detail: str
    at_ms: int


class Standing(msgspec.Struct, frozen=True):
    """How one kind stands, as the pages tell it."""

    kind: str
    in_use: InUse
    refused: Refused | None


_encode: Final = msgspec.json.Encoder().encode
_in_use: Final = msgspec.json.Decoder(InUse).decode
_refused: Final = msgspec.json.Decoder(Refused).decode


class Shelf:
    """The packs of one kind below a data folder. Any thread and any process may look; one at a time changes it."""

    def __init__(self, data: Path, kind: str) -> None:
        """Look below `data`; nothing is made before there is a pack."""
        self._place = data / "packs" / kind
        self._lock = data / "packs" / _LOCK
        self._pointer = self._place / "in-use.json"
        self._note = self._place / "refused.json"

    @property
    def in_use(self) -> InUse:
        """What is in use. One that cannot be read counts as none: the branch goes on with its own files."""
        try:
            return _in_use(self._pointer.read_bytes())
        except (OSError, msgspec.MsgspecError):
            return InUse()

    @property
    def folder(self) -> Path | None:
        """The files of the pack in use; None: no pack is."""
        version = self.in_use.label.version
        return self._of(version) if version else None

    @property
    def refused(self) -> Refused | None:
        """Why the newest pack was not taken; None: nothing newer than what was ever in use was refused."""
        try:
            note = _refused(self._note.read_bytes())
        except (OSError, msgspec.MsgspecError):
            return None
        return note if note.version > self.in_use.highest else None

    def prepare(self, pack: Pack) -> Path:
        """Unpack beside what is in use and return the folder, for its content to be checked. BadPack, StoreProblem."""
        draft = self._place / _DRAFT
        with naming_problems(self._place):
            shutil.rmtree(draft, ignore_errors=True)
            self._place.mkdir(mode=0o700, parents=True, exist_ok=True)
            pack.unpack(draft, sync)
        return draft

    def switch(self, label: Label) -> None:
        """Use what was prepared last from now on, and keep what was in use until now. StoreProblem: nothing changed."""
        now = self.in_use
        target = self._of(label.version)
        with naming_problems(self._place):
            # A version that nothing names was moved here and never used: a power cut came between.
            shutil.rmtree(target, ignore_errors=True)
            move_folder(self._place / _DRAFT, target)
            write_anew(self._pointer, _encode(InUse(label, now.label, max(now.highest, label.version))))
        self.sweep()

    def back(self) -> InUse | None:
        """Use what was kept back and return it; None: there is nothing to go back to. StoreProblem: nothing changed."""
        now = self.in_use
        if now.before is None:
            return None
        then = InUse(now.before, None, now.highest)
        with naming_problems(self._place):
            write_anew(self._pointer, _encode(then))
        self.sweep()
        return then

    def refuse(self, label: Label, bad: BadPack, at_ms: int) -> None:
        """Leave a note of a pack that is not taken. StoreProblem: it cannot be written."""
        with naming_problems(self._place):
            self._place.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_anew(self._note, _encode(Refused(label.version, bad.code, bad.detail, at_ms)))

    def sweep(self) -> None:
        """Remove every folder that nothing names any more."""
        now = self.in_use
        named = {str(label.version) for label in (now.label, now.before) if label is not None}
        for folder in self._place.iterdir():
            if folder.is_dir() and folder.name not in named:
                shutil.rmtree(folder, ignore_errors=True)

    def held(self) -> FolderLock:
        """Let nobody else change any pack of this branch meanwhile. StoreProblem: `locked`, somebody does."""
        return FolderLock(self._lock)

    def _of(self, version: int) -> Path:
        return self._place / str(version)
