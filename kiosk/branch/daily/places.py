"""The folders that morning and evening work with."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Places:
    """Where the data of the branch are, and where its reports and backups go."""

    data: Path
    reports: Path
    backups: Path
