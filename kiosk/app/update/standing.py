"""Where the last update stands, for panels and checks: read from what the updater leaves, changed by nobody here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, cast, get_args

Phase = Literal["none", "ready", "changing", "trying", "good", "undoing", "undone"]

_MARK: Final = "is-"


@dataclass(frozen=True, slots=True)
class Standing:
    """`good`: the new version stays and there is a way back. `undone`: the old one is here. Else: not ended."""

    phase: Phase = "none"
    old: str = ""
    new: str = ""
    why: str = ""
    """Why it was undone, in both languages; empty if that is not known."""

    @property
    def under_way(self) -> bool:
        """Whether it has neither held nor been undone."""
        return self.phase in {"ready", "changing", "trying", "undoing"}


def standing(updates: Path) -> Standing:
    """Return where the last update in the updater's folder stands; OSError where that may not be read."""
    current = updates / "current"
    if not current.is_dir():
        return Standing()
    marks = [file.name.removeprefix(_MARK) for file in current.iterdir() if file.name.startswith(_MARK)]
    phase = next((mark for mark in marks if mark in get_args(Phase)), "none")
    plan = dict(line.partition("=")[::2] for line in _text(current / "plan").splitlines())
    return Standing(
        cast("Phase", phase), plan.get("from", ""), plan.get("to", ""), _text(current / "why").strip()
    )


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""
