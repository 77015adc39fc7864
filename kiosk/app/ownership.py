"""Who root is while it works in a folder of somebody's: that somebody.

The folders of the branch and of the screens belong to users of their own, and whatever runs as them could put a link where
root is about to write. So a command of root's becomes the owner of the data folder it is about (`as_owner_of`), with every
process it starts, and is root again only for what somebody named on the command line (`as_ourselves`), such as a stick;
`lent` and `handed_out` carry files between the two. For anybody but root, and on Windows, all of this does nothing.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kiosk.records.database.disk import copy_anew

_ROOT: Final = (0, 0, [0])
_PIECE: Final = 1 << 20

Identity = tuple[int, int, list[int]]
"""User, group and further groups."""


@contextmanager
def as_owner_of(folder: Path) -> Iterator[None]:
    """Be the owner of a folder in the block, or of the nearest above it that is there: the whole process, threads too.

    Where a folder on the way to it belongs to somebody, all below is theirs to exchange, and they are the owner.
    """
    with as_ourselves():
        if _began_as_root():
            _be(_owner(folder))
        yield


@contextmanager
def as_ourselves() -> Iterator[None]:
    """Be whoever started this program again in the block, whoever was become meanwhile."""
    if not _began_as_root():
        yield
        return
    before = os.geteuid(), os.getegid(), os.getgroups()
    _be(_ROOT)
    try:
        yield
    finally:
        if _began_as_root():  # nobody stayed whom they had become
            _be(_ROOT)
            _be(before)


def for_good() -> None:
    """Stay whom we are now: a service that somebody breaks into has no way back to root."""
    if _began_as_root():
        user, group = os.geteuid(), os.getegid()
        os.setresgid(group, group, group)
        os.setresuid(user, user, user)
        if not os.access(".", os.X_OK):
            os.chdir("/")  # a worker begins where its service is, which was root's own folder


@contextmanager
def lent(file: Path, folder: Path) -> Iterator[Path]:
    """Give a file from elsewhere to whom we are now: itself where they may read it, else a copy of theirs in `folder`.

    Raises:
        OSError: we ourselves cannot read it, or what is not theirs is a link.
    """
    with as_ourselves():
        there = file.exists()
    if not there or not _began_as_root() or os.access(file, os.R_OK):
        yield file
        return
    with tempfile.TemporaryDirectory(prefix="lent-", dir=folder) as scratch:
        copy = Path(scratch, file.name)
        with as_ourselves():
            descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW)
        with os.fdopen(descriptor, "rb") as source, copy.open("xb") as target:
            shutil.copyfileobj(source, target, _PIECE)
        with _named(file, copy):
            yield copy


@contextmanager
def _named(file: Path, copy: Path) -> Iterator[None]:
    """Say of the file that somebody named what the block says of its copy, which goes."""
    from kiosk.records.database.problems import StoreProblem

    try:
        yield
    except StoreProblem as problem:
        if problem.path != copy:
            raise
        raise StoreProblem(problem.code, file, problem.detail) from problem


@contextmanager
def handed_out(place: Path, folder: Path, named: str) -> Iterator[Path]:
    """Give a folder that stands for `place`: itself where whom we are now may write, else one of theirs in `folder`.

    What in theirs has a name of the pattern `named` at the end of the block is then copied to `place` by ourselves, file by
    file and without links. Nothing else is: whoever is that user could put there what `place` has under any other name.

    Raises:
        StoreProblem: `place` takes something not, or gives back something else than it was given.
    """
    if not _began_as_root() or os.access(place, os.W_OK | os.X_OK):
        yield place
        return
    from kiosk.records.database.problems import naming_problems

    with tempfile.TemporaryDirectory(prefix="handed-out-", dir=folder) as scratch:
        yield Path(scratch)
        with naming_problems(place):
            for top in sorted(Path(scratch).glob(named)):
                for path in (top, *sorted(top.rglob("*"))):
                    _hand_out(path, place / path.relative_to(scratch))


def _hand_out(path: Path, target: Path) -> None:
    if path.is_symlink():
        return
    if path.is_dir():
        with as_ourselves():
            target.mkdir(exist_ok=True)
        return
    with path.open("rb") as source, as_ourselves():
        copy_anew(source, target)


def _began_as_root() -> bool:
    return sys.platform != "win32" and 0 in os.getresuid()


def _be(who: Identity) -> None:
    """Become somebody else: from root whomever, else root again. What is started meanwhile is them for good."""
    user, group, groups = who
    if user == os.geteuid():
        return
    if user == 0:
        os.setresuid(0, 0, 0)
    os.setgroups(groups)
    os.setresgid(group, group, 0)
    os.setresuid(user, user, 0)


def _owner(folder: Path) -> Identity:
    import pwd

    for path in (folder.absolute(), folder.resolve()):
        for part in (*reversed(path.parents), path):
            try:
                found = part.lstat()
            except OSError:
                break
            if found.st_uid != 0:
                try:
                    known = pwd.getpwuid(found.st_uid)
                except KeyError:
                    return found.st_uid, found.st_gid, [found.st_gid]
                return found.st_uid, found.st_gid, os.getgrouplist(known.pw_name, found.st_gid)
    return _ROOT
