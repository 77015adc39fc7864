"""Packs for tests: good ones, and ones that somebody hostile made under headquarters' own key."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import TYPE_CHECKING

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.wire.sync.pack import (
    EVERY_BRANCH,
    FILES,
    FORMAT,
    MANIFEST,
    SIGNATURE,
    Label,
    Manifest,
    Part,
    make_pack,
    signed_bytes,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
"""Headquarters' key in these tests."""


def label(version: int = 1, *, kind: str = "catalogue", branches: tuple[str, ...] = (EVERY_BRANCH,)) -> Label:
    """Return the label of a pack that never expires."""
    return Label(kind, version, branches)


def pack_file(folder: Path, files: Mapping[str, bytes], told: Label, key: Ed25519PrivateKey = KEY) -> Path:
    """Make a good pack in `folder` and return it."""
    sources = folder / f"{told.kind}-{told.version}"
    sources.mkdir(parents=True)
    for path, content in files.items():
        (sources / path).parent.mkdir(parents=True, exist_ok=True)
        (sources / path).write_bytes(content)
    pack = folder / f"{told.kind}-{told.version}.kiosk-pack"
    with pack.open("w+b") as target:
        make_pack(target, {path: sources / path for path in files}, told, key)
    return pack


def part(path: str, content: bytes) -> Part:
    """Return the true line of a file in a manifest."""
    return Part(path, len(content), hashlib.sha256(content).hexdigest())


def manifest_of(*parts: Part, told: Label | None = None, form: int = FORMAT) -> bytes:
    """Return a manifest that says whatever it is given."""
    return msgspec.json.encode(Manifest(form, told or label(), parts))


def zip_of(
    manifest: bytes,
    entries: list[tuple[zipfile.ZipInfo | str, bytes]],
    *,
    key: Ed25519PrivateKey = KEY,
    way: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """Return a zip of a manifest signed with `key` and of any entries."""
    told = io.BytesIO()
    with zipfile.ZipFile(told, "w", way) as archive:
        archive.writestr(MANIFEST, manifest)
        archive.writestr(SIGNATURE, key.sign(signed_bytes(manifest)))
        for name, content in entries:
            archive.writestr(name, content, way)
    return told.getvalue()


def zip_with(*files: tuple[str, bytes]) -> bytes:
    """Return a pack of files whose manifest tells the truth, whatever their paths are."""
    return zip_of(
        manifest_of(*(part(path, content) for path, content in files)),
        [(FILES + path, content) for path, content in files],
    )
