"""The folders that morning and evening work with, and how much they keep there."""

from dataclasses import dataclass, field
from pathlib import Path

_DATES = 14


@dataclass(frozen=True, slots=True)
class Keeping:
    """What the settings of the machine say about keeping; as it stands, what a demonstration does."""

    dates: int = _DATES
    """Of so many business dates the last backup stays."""
    free_mb: int = 0
    """So much of a disk must stay free: the oldest that can be spared goes for it; 0: nothing goes."""
    second: Path | None = None
    """A second place for each day's backup, such as a stick or a share; None: there is none."""
    logs: Path | None = None
    """Where log files are; None: there are none."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the data of the branch are, and where its reports and backups go."""

    data: Path
    reports: Path
    backups: Path
    keeping: Keeping = field(default_factory=Keeping)
