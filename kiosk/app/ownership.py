"""Whose the files of a data folder are, when root worked in it for the service's own user."""

import os
import stat
from pathlib import Path

from kiosk.app.folders import Folders


def give_back(folders: Folders) -> None:
    """As root: give what root made in these folders to whoever each belongs to; the service could not read it else."""
    if os.name == "nt" or os.geteuid() != 0:
        return
    for root in {folders.root, folders.paired.parent}:
        if root.is_dir() and (owner := root.stat()).st_uid != 0:
            _give(root, owner.st_uid, owner.st_gid)


def _give(root: Path, user: int, group: int) -> None:
    for path in root.rglob("*"):
        try:
            found = path.lstat()
        except FileNotFoundError:
            continue  # the service works beside us
        # A second name may stand elsewhere: such a file is none that a command of ours made.
        if found.st_uid == 0 and (found.st_nlink == 1 or stat.S_ISDIR(found.st_mode)):
            os.lchown(path, user, group)
