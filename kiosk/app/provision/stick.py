"""Invitations on the stick: one file for each machine, for its owner alone where the stick knows owners."""

import errno
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from kiosk.app.ownership import as_ourselves
from kiosk.records.database.disk import sync, write_anew


@dataclass(frozen=True, slots=True)
class Invitation:
    """What one screen needs to pair: where its branch is, the one-time code, and what to compare. It lasts ten minutes."""

    role: str
    urls: tuple[str, ...]
    code: str
    fingerprint: str


def invitations_file(stick: Path, machine: str) -> Path:
    """Return where the invitations of a machine lie."""
    return stick / "invitations" / f"{machine}.json"


def again_file(stick: Path, machine: str) -> Path:
    """Return where a machine says which of its screens need another invitation."""
    return stick / "invitations" / f"{machine}.again.json"


def put(stick: Path, machine: str, invitations: Mapping[str, Invitation]) -> None:
    """Write the invitations of a machine, by role, in place of any; none: take the file away. OSError."""
    content = json.dumps({role: asdict(one) for role, one in invitations.items()}) if invitations else ""
    _put(invitations_file(stick, machine), content)


def found(stick: Path, machine: str) -> dict[str, Invitation]:
    """Return the invitations of a machine by role; what cannot be read is none."""
    try:
        told = json.loads(_read(invitations_file(stick, machine)))
        return {role: Invitation(**{**one, "urls": tuple(one["urls"])}) for role, one in told.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def ask_again(stick: Path, machine: str, roles: tuple[str, ...]) -> None:
    """Note which screens of a machine need another invitation; none: no note. OSError."""
    _put(again_file(stick, machine), json.dumps(roles) if roles else "")


def _put(path: Path, content: str) -> None:
    """Write a file, or take it away where there is no content; a stick that nobody may write is asked only if it must be."""
    with as_ourselves():
        try:
            present = path.read_bytes()
        except FileNotFoundError:
            present = b""
        if path.parent.is_symlink():  # whoever made the stick chooses no other place for what root writes
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path.parent))
        if not content and path.exists():
            path.unlink()
            sync(path.parent)
        elif present != content.encode():
            path.parent.mkdir(mode=0o700, exist_ok=True)
            write_anew(path, content.encode())


def _read(path: Path) -> bytes:
    with as_ourselves():
        return path.read_bytes()


def asked_again(stick: Path, machine: str) -> tuple[str, ...]:
    """Return which screens of a machine need another invitation."""
    try:
        return tuple(map(str, json.loads(_read(again_file(stick, machine)))))
    except (OSError, ValueError, TypeError):
        return ()
