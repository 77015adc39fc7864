"""A pack: files that headquarters sends its branches, in a zip, with a manifest under its signature (protocol.md, Downward).

`manifest.json` says what it is and for whom, with path, size and SHA-256 of each file; `signature` is Ed25519 over the bytes
of the manifest; the files lie under `files/`. Making one is here, reading one in `unpack`; both keep the same bounds.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import stat
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final, Literal

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FORMAT: Final = 1
MOST_BYTES: Final = 200_000_000
MOST_RATIO: Final = 100
MOST_FILES: Final = 5_000
MOST_MANIFEST: Final = 4 << 20
MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "signature"
FILES: Final = "files/"
EVERY_BRANCH: Final = "*"

BadPackCode = Literal[
    "truncated", "damaged", "too_large", "too_many", "ratio", "manifest", "signature", "format", "kind", "branch", "version",
    "path", "duplicate", "special", "missing", "extra", "size", "digest", "content",
]  # fmt: skip

_KIND: Final = re.compile(r"[a-z][a-z0-9_]{0,31}")
_MOST_VERSION: Final = 1 << 53
_LONGEST_PATH: Final = 200
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_UNSAFE: Final = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')
_DEVICE: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices, whatever follows the dot."""


class BadPack(ValueError):
    """The pack is not taken, and nothing has changed; `code` is stable, `detail` names a path or says what is wrong."""

    def __init__(self, code: BadPackCode, detail: str = "") -> None:
        """Tell what is wrong."""
        self.code, self.detail = code, detail
        super().__init__(f"{code}: {detail}" if detail else code)


class Part(msgspec.Struct, frozen=True):
    """One file of a pack: a relative path with `/`, its size in bytes and its SHA-256 in hex."""

    path: str
    size: int
    sha256: str


class Label(msgspec.Struct, frozen=True):
    """What a pack is: a kind, a version that only rises, the branches it is for, and until when it is good."""

    kind: str
    version: int
    branches: tuple[str, ...]
    """Codes of branches, or `*` alone for every one."""
    expires_ms: int = 0
    """UTC ms; 0: never. An expired pack warns and goes on serving."""

    def is_for(self, branch: str) -> bool:
        """Tell whether a branch is meant."""
        return branch in self.branches or EVERY_BRANCH in self.branches

    def has_expired(self, now_ms: int) -> bool:
        """Tell whether its time is over."""
        return 0 < self.expires_ms <= now_ms


class Manifest(msgspec.Struct, frozen=True):
    """What is signed."""

    format: int
    label: Label
    files: tuple[Part, ...]

    @property
    def expanded(self) -> int:
        """The bytes of all files."""
        return sum(part.size for part in self.files)


_encode: Final = msgspec.json.Encoder().encode
_decode: Final = msgspec.json.Decoder(Manifest).decode


def decode_manifest(content: bytes) -> Manifest:
    """Return a manifest whose every value may be worked with. BadPack: it is none, or steps over a bound."""
    try:
        manifest = _decode(content)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadPack("manifest", str(error)) from error
    _refuse_bad(manifest)
    return manifest


def signed_bytes(manifest: bytes) -> bytes:
    """Return what the signature of a pack is over: nothing else that headquarters signs begins like this."""
    return b"kiosk-pack-1\0" + manifest


def make_pack(target: BinaryIO, files: Mapping[str, Path], label: Label, key: Ed25519PrivateKey) -> Manifest:
    """Write a pack of `files`, by their path in it, to an empty seekable file; the same files give the same bytes.

    Raises:
        BadPack: it would step over a bound, so that no branch took it.
    """
    parts = tuple(Part(path, files[path].stat().st_size, _digest(files[path])) for path in sorted(files))
    manifest = Manifest(FORMAT, label, parts)
    _refuse_bad(manifest)
    for way in (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED):
        target.seek(0)
        target.truncate()
        _write(target, manifest, files, key, way)
        # Files that shrink too well for a branch to trust them travel as they are.
        if manifest.expanded <= MOST_RATIO * target.tell():
            break
    return manifest


def _write(
    target: BinaryIO, manifest: Manifest, files: Mapping[str, Path], key: Ed25519PrivateKey, way: int
) -> None:
    content = _encode(manifest)
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(_entry(MANIFEST, way), content)
        archive.writestr(_entry(SIGNATURE, zipfile.ZIP_STORED), key.sign(signed_bytes(content)))
        for part in manifest.files:
            with (
                files[part.path].open("rb") as source,
                archive.open(_entry(FILES + part.path, way), "w") as into,
            ):
                shutil.copyfileobj(source, into)


def _entry(name: str, way: int) -> zipfile.ZipInfo:
    """Return an entry that tells nothing of the day or the machine it was made on."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type, entry.create_system = way, 3
    entry.external_attr = (stat.S_IFREG | 0o644) << 16
    return entry


def _digest(file: Path) -> str:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _refuse_bad(manifest: Manifest) -> None:
    """Raise BadPack for the first value that no pack may hold."""
    if manifest.format != FORMAT:
        raise BadPack("format", str(manifest.format))
    label = manifest.label
    if not _KIND.fullmatch(label.kind) or not 1 <= label.version <= _MOST_VERSION or not label.branches:
        raise BadPack("manifest", "kind, version or branches")
    if len(manifest.files) > MOST_FILES:
        raise BadPack("too_many", str(len(manifest.files)))
    if not manifest.files or not all(_DIGEST.fullmatch(part.sha256) for part in manifest.files):
        raise BadPack("manifest", "files")
    if any(part.size < 0 for part in manifest.files) or manifest.expanded > MOST_BYTES:
        raise BadPack("too_large", str(manifest.expanded))
    refuse_bad_paths([part.path for part in manifest.files])


def refuse_bad_paths(paths: Iterable[str]) -> None:
    """Raise BadPack unless every path stays in its folder, on every system, and no two are one file on any of them."""
    seen: set[str] = set()
    folders: set[str] = set()
    for path in paths:
        if not _is_plain(path):
            raise BadPack("path", ascii(path[:_LONGEST_PATH]))
        folded = unicodedata.normalize("NFC", path.casefold())
        if folded in seen:
            raise BadPack("duplicate", path)
        seen.add(folded)
        folders.update(str(parent) for parent in PurePosixPath(folded).parents)
    if seen & folders:
        raise BadPack("duplicate", min(seen & folders))


def _is_plain(path: str) -> bool:
    """Tell whether a path is relative, climbs nowhere, and means the same on Linux and on Windows."""
    names = path.split("/")
    return (
        len(path) <= _LONGEST_PATH
        and path.isprintable()
        and not _UNSAFE.search(path)
        and all(name.strip(" .") and name == name.rstrip(" .") for name in names)
        and not any(_DEVICE.fullmatch(name) for name in names)
    )
