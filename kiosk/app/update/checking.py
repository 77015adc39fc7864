"""Whether an update file may be put in here: whose it is, what it is for, and whether there is room."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.app.update.contents import ABOUT, APP, KIND, MOST_ABOUT, BadContents, Contents, decode, ordered
from kiosk.app.update.debian import Control, architecture, installed
from kiosk.app.update.refusals import Refused, refused_pack
from kiosk.branch.database.files import BranchFiles
from kiosk.branch.database.schema import UP_TO
from kiosk.wire.sync.pack import BadPack
from kiosk.wire.sync.unpack import Pack, opened

UPDATES: Final = Path("/var/lib/kiosk/updates")
"""Where an update is prepared and the version before is kept: the updater knows no other place."""
UPDATER: Final = Path("/usr/lib/kiosk/update")
_PROGRAMS: Final = Path("/opt/apps")
_SPARE: Final = 64 << 20
"""Bytes that stay free on every disk that is written to: the updater's reserve, dpkg's own books, an hour of the branch."""


@dataclass(frozen=True, slots=True)
class Here:
    """This machine, as far as an update asks."""

    version: str
    architecture: str
    up_to: int
    """The highest major version of a database that the program that is here can work on."""
    packages: Mapping[str, Control] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Update:
    """An open update that may be put in."""

    contents: Contents
    pack: Pack


def this_machine(names: Sequence[str]) -> Here:
    """Return what dpkg knows of this machine. Refused: the program was not installed from its package."""
    app = installed(APP)
    if app is None:
        raise Refused("not_installed")
    found = {name: one for name in names if (one := installed(name))}
    return Here(app.version, architecture(), UP_TO, found)


@contextmanager
def opened_update(file: Path, trusted: Sequence[Ed25519PublicKey]) -> Iterator[Update]:
    """Open an update file whose every byte has been checked. Refused: it is not to be trusted."""
    try:
        with opened(file, *trusted) as pack:
            if pack.manifest.label.kind != KIND:
                raise Refused("no_update")
            contents = _contents(pack)
            pack.check()
            yield Update(contents, pack)
    except BadPack as bad:
        raise refused_pack(bad) from bad


def refuse_unfit(contents: Contents, here: Here) -> None:
    """Raise Refused unless an update is for this machine and there is a way back from it."""
    if contents.architecture not in {"all", here.architecture}:
        raise Refused("architecture", contents.architecture)
    present = ordered(here.version)
    if ordered(contents.version) == present:
        raise Refused("same", here.version)
    if ordered(contents.version) < present:
        raise Refused("older", here.version)
    if present < ordered(contents.needs):
        raise Refused("needs_newer", contents.needs)
    if contents.schema[0] > here.up_to:
        raise Refused("no_way_back", ".".join(map(str, contents.schema)))


def refuse_without_room(update: Update, here: Here, data: Path) -> None:
    """Raise Refused unless each disk has room for all that follows: `data` is the branch's folder."""
    wanted: dict[int, int] = {}
    places: dict[int, Path] = {}
    for place, size in _sizes(update, here, data).items():
        existing = next(folder for folder in (place, *place.parents) if folder.exists())
        disk = existing.stat().st_dev
        wanted[disk] = wanted.get(disk, _SPARE) + size
        places[disk] = existing
    for disk, size in wanted.items():
        free = shutil.disk_usage(places[disk]).free
        if free < size:
            raise Refused("no_room", f"{places[disk]}: {_mb(free)} / {_mb(size)} MB")


def _sizes(update: Update, here: Here, data: Path) -> dict[Path, int]:
    """Return the bytes that will be written to each place, at most."""
    new = sum(package.installed_kb for package in update.contents.packages) << 10
    old = sum(package.installed_kb for package in here.packages.values()) << 10
    database = BranchFiles(data).home
    facts = sum(file.stat().st_size for file in database.iterdir()) if database.is_dir() else 0
    return {
        # The packages, and the present ones packed again out of their files.
        UPDATES: update.pack.manifest.expanded + 2 * old,
        # dpkg unpacks the whole of a package beside the old one; as much is kept free for the way back.
        _PROGRAMS: new + old,
        # Before the update, and before the migration.
        data: 2 * facts,
    }


def _contents(pack: Pack) -> Contents:
    about = next((part for part in pack.manifest.files if part.path == ABOUT), None)
    if about is None or about.size > MOST_ABOUT:
        raise Refused("altered", ABOUT)
    try:
        contents = decode(pack.read(about))
    except BadContents as bad:
        raise Refused("altered", str(bad)) from bad
    if {package.path for package in contents.packages} | {ABOUT} != {
        part.path for part in pack.manifest.files
    }:
        raise Refused("altered", "packages")
    return contents


def _mb(size: int) -> str:
    return f"{size / 1e6:.0f}"
