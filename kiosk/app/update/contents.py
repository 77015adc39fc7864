"""What an update file says of itself: `update.json` beside the packages, its digest in the signed manifest."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final

import msgspec

KIND: Final = "program"
SUFFIX: Final = ".kiosk-update"
ABOUT: Final = "update.json"
PACKAGES: Final = "new"
"""The folder of the packages, in the file and where it is prepared."""
APP: Final = "cn.kiosk.reception"
SETUP: Final = "kiosk-setup"
MOST_ABOUT: Final = 64_000
_FORMAT: Final = 1
_VERSION: Final = re.compile(r"(\d{1,5})\.(\d{1,5})\.(\d{1,5})")
_ARCHITECTURE: Final = re.compile(r"[a-z0-9-]{1,32}")


class Package(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One package: its name, and what it takes once it is put in."""

    name: str
    installed_kb: int

    @property
    def path(self) -> str:
        """Where it lies in the update file."""
        return str(PurePosixPath(PACKAGES) / f"{self.name}.deb")


class Contents(msgspec.Struct, frozen=True):
    """What is in an update. A later program may add fields; `needs` says when an older one must not try."""

    version: str
    needs: str
    """The lowest version that may be replaced by this one."""
    architecture: str
    """As dpkg names it."""
    schema: tuple[int, int]
    """Major and minor version of the database that the program brings."""
    made_ms: int
    """UTC ms."""
    packages: tuple[Package, ...]
    format: int = _FORMAT


class BadContents(ValueError):
    """The signed file says something of itself that no update may say."""


def encode(contents: Contents) -> bytes:
    """Return `update.json`."""
    return msgspec.json.format(msgspec.json.encode(contents), indent=1)


def decode(content: bytes) -> Contents:
    """Return contents whose every value may be worked with. BadContents."""
    try:
        contents = msgspec.json.decode(content, type=Contents)
        ordered(contents.needs)
        ordered(contents.version)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise BadContents(str(error)) from error
    names = [package.name for package in contents.packages]
    if contents.format != _FORMAT or not _ARCHITECTURE.fullmatch(contents.architecture):
        raise BadContents("format or architecture")
    if sorted(names) not in ([APP], [APP, SETUP]):
        raise BadContents(f"packages {names}")
    if any(package.installed_kb < 0 for package in contents.packages):
        raise BadContents("sizes")
    return contents


def ordered(version: str) -> tuple[int, int, int]:
    """Return a version such as 1.2.3 as numbers that compare. ValueError: it is none."""
    match = _VERSION.fullmatch(version)
    if match is None:
        raise ValueError(f"{version!r} is no version")
    return int(match[1]), int(match[2]), int(match[3])


def as_number(version: str) -> int:
    """Return a version as one number that rises with it, for the label of a pack."""
    major, minor, patch = ordered(version)
    return (major * 100_000 + minor) * 100_000 + patch + 1
