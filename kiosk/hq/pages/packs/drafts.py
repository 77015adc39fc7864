"""What somebody is uploading for a pack: files in a folder of this machine, until they are published or forgotten."""

from __future__ import annotations

import re
import secrets
import shutil
import tempfile
import time
import weakref
import zipfile
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kiosk.wire.sync.pack import MANIFEST, MOST_BYTES, MOST_FILES, SIGNATURE, BadPack, refuse_bad_paths

_MOST_DRAFTS: Final = 8
_LIFE_S: Final = 3_600.0
_ID: Final = re.compile(r"[0-9a-f]{32}")
_NOISE: Final = re.compile(r"(^|/)(__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._)", re.IGNORECASE)
"""What systems leave in folders and nobody meant to send."""


class Folder:
    """A temporary folder that goes with the last one who knows it, at the end of the program at the latest."""

    def __init__(self) -> None:
        """Make it."""
        self.name = tempfile.mkdtemp(prefix="kiosk-pack-")
        # TemporaryDirectory would complain of a headquarters that stops with somebody's question unanswered.
        self.cleanup = weakref.finalize(self, shutil.rmtree, self.name, ignore_errors=True)

    def __enter__(self) -> str:
        return self.name

    def __exit__(self, *_: object) -> None:
        self.cleanup()


@dataclass(slots=True)
class Draft:
    """The files of one upload."""

    badge: str
    begun_s: float
    folder: Folder = field(default_factory=Folder)
    files: dict[str, Path] = field(default_factory=dict)
    """Each by the path it was sent under."""
    size: int = 0
    asked: bool = False
    """Whether somebody was asked if it shall be sent, and has not said yet."""


class Drafts:
    """All uploads that are not published yet, in memory and in the system's temporary folder. For the event loop."""

    def __init__(self) -> None:
        """Begin with none."""
        self._drafts: dict[str, Draft] = {}

    @staticmethod
    def name() -> str:
        """Return the name of a new upload, which nobody guesses."""
        return secrets.token_hex(16)

    async def add(self, name: str, badge: str, path: str, content: AsyncIterator[bytes]) -> None:
        """Take one file. BadPack: it is one too many, too large, or its path is none a pack may hold."""
        draft = self._have(name, badge)
        if _NOISE.search(path):
            return
        refuse_bad_paths([*draft.files, path])
        if len(draft.files) >= MOST_FILES:
            raise BadPack("too_many", str(MOST_FILES))
        file = Path(draft.folder.name) / str(len(draft.files))
        with file.open("xb") as target:
            async for piece in content:
                draft.size += len(piece)
                if draft.size > MOST_BYTES:
                    raise BadPack("too_large", path)
                target.write(piece)
        draft.files[path] = file

    def ask(self, name: str, badge: str) -> Draft | None:
        """Return an upload that its maker is about to be asked about; None: there is none, or it is another's."""
        draft = self._drafts.get(name)
        if draft is None or draft.badge != badge:
            return None
        draft.asked = True
        return draft

    def take(self, name: str, badge: str) -> Draft | None:
        """Return an upload, which is whoever takes it's own from now on; None: there is none, or it is another's."""
        draft = self._drafts.get(name)
        return self._drafts.pop(name) if draft is not None and draft.badge == badge else None

    def close(self) -> None:
        """Forget every upload."""
        while self._drafts:
            self._drafts.popitem()[1].folder.cleanup()

    def _have(self, name: str, badge: str) -> Draft:
        now_s = time.monotonic()
        for old in [key for key, draft in self._drafts.items() if now_s - draft.begun_s > _LIFE_S]:
            self._drafts.pop(old).folder.cleanup()
        unanswered = next((key for key, draft in self._drafts.items() if draft.asked), None)
        if len(self._drafts) >= _MOST_DRAFTS and unanswered is not None:
            self._drafts.pop(unanswered).folder.cleanup()  # whoever left the question may begin again
        if name not in self._drafts:
            if not _ID.fullmatch(name) or len(self._drafts) >= _MOST_DRAFTS:
                raise BadPack("too_many", "drafts")
            self._drafts[name] = Draft(badge, now_s)
        if self._drafts[name].badge != badge:
            raise BadPack("path", "draft")
        return self._drafts[name]


def ready_pack(files: Mapping[str, Path]) -> Path | None:
    """Return the one file that was sent if it is a pack already, signed and all."""
    if len(files) != 1:
        return None
    (file,) = files.values()
    try:
        with zipfile.ZipFile(file) as archive:
            return file if {MANIFEST, SIGNATURE} <= set(archive.namelist()) else None
    except (zipfile.BadZipFile, ValueError):
        return None


def loose_files(draft: Draft) -> dict[str, Path]:
    """Return the files for a pack: what a single zip holds, or what was sent; without the folder they all lie in.

    BadPack: the zip is damaged, or holds more than a pack may.
    """
    files = draft.files
    if len(files) == 1 and next(iter(files)).lower().endswith(".zip"):
        files = _unzipped(next(iter(files.values())), Path(draft.folder.name))
    tops = {path.partition("/")[0] for path in files}
    if len(tops) == 1 and all("/" in path for path in files):
        return {path.partition("/")[2]: file for path, file in files.items()}
    return files


def _unzipped(file: Path, folder: Path) -> dict[str, Path]:
    found: dict[str, Path] = {}
    try:
        with zipfile.ZipFile(file) as archive:
            entries = [
                one for one in archive.infolist() if not one.is_dir() and not _NOISE.search(one.filename)
            ]
            refuse_bad_paths(one.filename for one in entries)
            if len(entries) > MOST_FILES or sum(one.file_size for one in entries) > MOST_BYTES:
                raise BadPack("too_large", file.name)
            for number, entry in enumerate(entries):
                found[entry.filename] = folder / f"unzipped-{number}"
                # Written when it is asked about, and again when it is sent.
                # zipfile reads no byte more than the size in the entry, which was counted above.
                with archive.open(entry) as source, found[entry.filename].open("wb") as target:
                    shutil.copyfileobj(source, target)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError) as error:
        if isinstance(error, BadPack):
            raise
        raise BadPack("damaged", "zip") from error
    return found
