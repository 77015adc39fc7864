"""Whose the files of a data folder are, when root worked in it for the service's own user."""

import contextlib
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
    # Names are looked at and given within the folder that was opened: whoever works beside us may put a link to another
    # place where a folder just stood, and must not be given what lies there.
    for _, folders, files, folder in os.fwalk(root, follow_symlinks=False):
        for name in (*folders, *files):
            with contextlib.suppress(FileNotFoundError):  # the service works beside us
                _give_one(name, folder, user, group)


def _give_one(name: str, folder: int, user: int, group: int) -> None:
    found = os.stat(name, dir_fd=folder, follow_symlinks=False)
    # A second name may stand elsewhere: such a file is none that a command of ours made.
    if found.st_uid == 0 and (found.st_nlink == 1 or stat.S_ISDIR(found.st_mode)):
        os.chown(name, user, group, dir_fd=folder, follow_symlinks=False)
