"""Where the data of a branch lives on this machine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import platformdirs

from kiosk.branch.daily.places import Keeping

MACHINE_DATA: Final = Path("/var/lib/kiosk/branch")
MACHINE_SCREENS: Final = Path("/var/lib/kiosk/screens")
"""What the branch service and the screens keep on a machine that the package kiosk-setup made a kiosk, each user its own."""
_OF_THE_PACKAGE: Final = Path("/lib/systemd/system/kiosk-branch.service")


def is_kiosk() -> bool:
    """Tell whether the package kiosk-setup is installed here: its folders may be missing, as when a disk is not mounted."""
    return _OF_THE_PACKAGE.exists()


@dataclass(frozen=True, slots=True)
class Folders:
    """The data folder of one branch and what lies in it, unless the settings of the machine say another place."""

    root: Path
    backup_folder: Path | None = None
    """Where backups go; None: into the data folder."""
    printer: Mapping[str, object] = field(default_factory=dict)
    """The [printer] of the machine's settings, which wins over printer.toml in the data folder; empty: none."""
    screens: Path | None = None
    """What the screens of this machine keep, where they have a user of their own; None: in the data folder."""
    keeping: Keeping = field(default_factory=Keeping)
    """How many backups stay, where copies of them go, and how much of the disk stays free."""

    @property
    def slips(self) -> Path:
        """Slips printed into a folder, as PNG and PDF."""
        return self.root / "slips"

    @property
    def backups(self) -> Path:
        """Verified backups, unless another folder is named."""
        return self.backup_folder or self.root / "backups"

    @property
    def reports(self) -> Path:
        """The daily reports as PDF: how the branch was found in the morning, and the summary of each day."""
        return self.root / "reports"

    @property
    def theme(self) -> Path:
        """The bank's own look for the screens: `bank.toml` and its logo. Often not there."""
        return self.of_screens / "theme"

    @property
    def of_screens(self) -> Path:
        """What the public screens of this machine keep, who have a user of their own on a kiosk."""
        return self.screens or (MACHINE_SCREENS if self.root == MACHINE_DATA else self.root)

    @property
    def paired(self) -> Path:
        """What the public screens of this machine show to be let in, a file for each."""
        return self.of_screens / "devices"

    @property
    def address(self) -> Path:
        """The address of the running service, written when it answers and removed when it stops."""
        return self.root / "service.json"


def default_folders(*, demonstration: bool) -> Folders:
    """Return the data folder: a kiosk has one, there or not; else the user's own space has; a demonstration has another."""
    if not demonstration and (is_kiosk() or MACHINE_DATA.is_dir()):
        return Folders(MACHINE_DATA)
    base = Path(platformdirs.user_data_dir("kiosk", appauthor=False))
    return Folders(base / ("demonstration" if demonstration else "branch"))


def screens_folder() -> Path | None:
    """Return what the screens' own user keeps on a kiosk, wherever its branch's data lie; None: this is no kiosk."""
    return MACHINE_SCREENS if is_kiosk() or MACHINE_SCREENS.is_dir() else None


def headquarters_folder(*, demonstration: bool) -> Path:
    """Return the data folder of headquarters in the user's own space: one for real, another for demonstrations."""
    base = Path(platformdirs.user_data_dir("kiosk", appauthor=False))
    return base / ("headquarters-demonstration" if demonstration else "headquarters")
