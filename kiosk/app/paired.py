"""What a public screen of this machine was given when it was paired: where its branch is, and how it gets in."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from kiosk.app.ownership import as_owner_of
from kiosk.records.database.disk import write_anew


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
        with as_owner_of(folder):
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
    path = folder / f"{paired.role}.json"
    with as_owner_of(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_anew(path, json.dumps(asdict(paired)).encode())
    return path
