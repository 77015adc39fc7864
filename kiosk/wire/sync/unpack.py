"""Reading a pack that may be anybody's.

Nothing of it is believed before its signature holds, nothing is written outside its folder.
"""

from __future__ import annotations

import hashlib
import io
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.wire.sync.pack import (
    FILES,
    MANIFEST,
    MOST_BYTES,
    MOST_FILES,
    MOST_MANIFEST,
    MOST_RATIO,
    SIGNATURE,
    BadPack,
    Manifest,
    Part,
    decode_manifest,
    refuse_bad_paths,
    signed_bytes,
)

_END: Final = struct.Struct("<4s4H2LH")
_ZIP64: Final = b"PK\x06\x07"
_ZIP64_BYTES: Final = 20
_MOST_ENTRIES: Final = MOST_FILES + 2
_MOST_DIRECTORY: Final = _MOST_ENTRIES * 1_000
_MOST_OVERHEAD: Final = MOST_MANIFEST + _MOST_DIRECTORY + _MOST_ENTRIES * 300
_SIGNATURE_BYTES: Final = 64
_ENCRYPTED: Final = 0x1
_DOS_FOLDER: Final = 0x10
_PIECE: Final = 1 << 20

_UNREADABLE: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError,
)  # fmt: skip
"""What zipfile raises over a file that is no zip, or only half of one."""

Sync = Callable[[Path], None]


@dataclass(frozen=True, slots=True)
class Pack:
    """An open pack whose manifest is headquarters' own and names exactly the files that are in it."""

    manifest: Manifest
    _archive: zipfile.ZipFile

    def unpack(self, into: Path, sync: Sync) -> None:
        """Write every file into the new folder `into`, durably; `sync` brings a file or a folder's names to the disk.

        Raises:
            BadPack: a file is not what the manifest says; what has been written so far is worth nothing.
        """
        into.mkdir(mode=0o700)
        folders = {into}
        for part in self.manifest.files:
            file = into / part.path
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not file.parent.resolve().is_relative_to(into.resolve()):
                raise BadPack("path", part.path)
            with file.open("xb") as target:
                self._copy(part, target)
                target.flush()
                os.fsync(target.fileno())
            folders.update(parent for parent in file.parents if parent.is_relative_to(into))
        for folder in folders:
            sync(folder)

    def check(self) -> None:
        """Read every file and write none. BadPack: one is not what the manifest says."""
        for part in self.manifest.files:
            self._copy(part, None)

    def read(self, part: Part) -> bytes:
        """Return one file. BadPack: it is not what the manifest says."""
        content = io.BytesIO()
        self._copy(part, content)
        return content.getvalue()

    def _copy(self, part: Part, target: BinaryIO | None) -> None:
        """Read one file, no byte further than the manifest says. BadPack: `size`, `digest` or `damaged`."""
        digest, left = hashlib.sha256(), part.size
        with _readable(), self._archive.open(FILES + part.path) as source:
            while piece := source.read(min(_PIECE, left + 1)):
                left -= len(piece)
                if left < 0:
                    raise BadPack("size", part.path)
                digest.update(piece)
                if target is not None:
                    target.write(piece)
        if left:
            raise BadPack("size", part.path)
        if digest.hexdigest() != part.sha256:
            raise BadPack("digest", part.path)


@contextmanager
def opened(file: Path, *publics: Ed25519PublicKey) -> Iterator[Pack]:
    """Open a pack signed with one of these keys. BadPack: it is not, or the pack cannot be trusted to be opened.

    Whether it is for this branch and newer than what is there is `refuse_unless_new`'s to say.
    """
    with file.open("rb") as source:
        size = _bounded(source)
        with _readable():
            archive = zipfile.ZipFile(source)
        with archive:
            entries = _entries(archive)
            manifest = _manifest(archive, entries, publics)
            if manifest.expanded > MOST_RATIO * size:
                raise BadPack("ratio", str(manifest.expanded))
            _refuse_other_files(manifest, entries)
            yield Pack(manifest, archive)


def refuse_unless_new(manifest: Manifest, branch: str, above: Mapping[str, int]) -> None:
    """Raise BadPack unless a pack is of a kind in `above`, for this branch, and newer than the version there."""
    label = manifest.label
    if label.kind not in above:
        raise BadPack("kind", label.kind)
    if not label.is_for(branch):
        raise BadPack("branch", branch)
    if label.version <= above[label.kind]:
        raise BadPack("version", f"{label.version} <= {above[label.kind]}")


def _bounded(source: BinaryIO) -> int:
    """Return the size of a zip whose list of files may be read into memory: that list is read before any signature."""
    size = source.seek(0, os.SEEK_END)
    if size > MOST_BYTES + _MOST_OVERHEAD:
        raise BadPack("too_large", str(size))
    if size < _END.size:
        raise BadPack("truncated")
    source.seek(max(0, size - _END.size - _ZIP64_BYTES))
    tail = source.read()
    magic, disk, first_disk, here, entries, directory, offset, comment = _END.unpack(tail[-_END.size :])
    if magic != b"PK\x05\x06":
        raise BadPack("truncated")
    if disk or first_disk or comment or here != entries or tail.startswith(_ZIP64):
        raise BadPack("damaged", "end")
    if offset + directory + _END.size != size:
        raise BadPack("damaged", "directory")
    if entries > _MOST_ENTRIES or directory > _MOST_DIRECTORY:
        raise BadPack("too_many", str(entries))
    source.seek(0)
    return size


def _entries(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Return the entries by name. BadPack: a name twice, a name that climbs, or something that is no plain file."""
    found: dict[str, zipfile.ZipInfo] = {}
    for entry in archive.infolist():
        # zipfile cuts its own name at a NUL and turns the separators of the system it runs on.
        name = entry.orig_filename
        mode = entry.external_attr >> 16
        if (
            stat.S_IFMT(mode) not in {0, stat.S_IFREG}
            or entry.external_attr & _DOS_FOLDER
            or name.endswith("/")
        ):
            raise BadPack("special", ascii(name))
        if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise BadPack("damaged", "compression")
        if entry.flag_bits & _ENCRYPTED or not 0 <= entry.header_offset < MOST_BYTES + _MOST_OVERHEAD:
            raise BadPack("damaged", ascii(name))
        if name in found:
            raise BadPack("duplicate", ascii(name))
        found[name] = entry
    refuse_bad_paths(found)
    return found


def _manifest(
    archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo], publics: Sequence[Ed25519PublicKey]
) -> Manifest:
    for name in (MANIFEST, SIGNATURE):
        if name not in entries:
            raise BadPack("missing", name)
    content = _small(archive, entries[MANIFEST], MOST_MANIFEST)
    signature = _small(archive, entries[SIGNATURE], _SIGNATURE_BYTES)
    if not any(_has_signed(public, signature, content) for public in publics):
        raise BadPack("signature")
    return decode_manifest(content)


def _has_signed(public: Ed25519PublicKey, signature: bytes, manifest: bytes) -> bool:
    try:
        public.verify(signature, signed_bytes(manifest))
    except InvalidSignature:
        return False
    return True


def _small(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    with _readable(), archive.open(entry) as source:
        content = source.read(most + 1)
    if len(content) > most:
        raise BadPack("too_large", entry.filename)
    return content


def _refuse_other_files(manifest: Manifest, entries: Mapping[str, zipfile.ZipInfo]) -> None:
    told = {FILES + part.path for part in manifest.files}
    there = set(entries) - {MANIFEST, SIGNATURE}
    if told - there:
        raise BadPack("missing", min(told - there))
    if there - told:
        raise BadPack("extra", min(there - told))


@contextmanager
def _readable() -> Iterator[None]:
    """Say of whatever zipfile stumbles over that the pack is damaged."""
    try:
        yield
    except BadPack:
        raise
    except _UNREADABLE as error:
        raise BadPack("damaged", str(error)) from error
