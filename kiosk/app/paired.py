"""What a public screen of this machine was given when it was paired: where its branch is, and how it gets in."""

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Paired:
    """The pairing of one screen. `ca_pem` is empty for a branch on this very machine, on loopback."""

    url: str
    device: str
    role: str
    token: str = field(repr=False)
    ca_pem: str = ""


def paired_as(folder: Path, role: str) -> Paired | None:
    """Return how the screen of a role was paired, None if it never was. ValueError: the file is damaged."""
    path = folder / f"{role}.json"
    try:
        told = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from error
    names = Paired.__slots__
    if not (
        isinstance(told, dict) and set(told) == set(names) and all(isinstance(told[n], str) for n in names)
    ):
        raise ValueError(f"{path}: not a pairing")
    return Paired(**told)


def keep_paired(folder: Path, paired: Paired) -> Path:
    """Write a pairing down for its owner alone, in place of any of that role; a crash leaves the old or the new one."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{paired.role}.json"
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(asdict(paired), file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    return path
