"""The files that describe a branch, read and checked into a Setting; the last good ones stay in use."""

import shutil
from dataclasses import replace
from pathlib import Path

import structlog

from kiosk.branch.catalogue_files import (
    load_branch_plan,
    load_catalogue,
    load_notices,
    load_privacy,
    load_rating_form,
)
from kiosk.branch.floor_file import load_floor
from kiosk.domain.branch_plan import BranchPlan, around_the_clock
from kiosk.domain.catalogue import Catalogue, Text
from kiosk.domain.floor import Floor
from kiosk.domain.privacy import Privacy
from kiosk.domain.rating import RatingForm
from kiosk.domain.setting import Setting
from kiosk.domain.strict_table import Problem
from kiosk.resources import resources

log = structlog.get_logger()


class BadFiles(Exception):
    """The branch's files cannot be used; the text names each file, key and reason."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Keep every problem found."""
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


def load_setting(secret: bytes, *, always_open: bool, folder: Path | None = None) -> Setting:
    """Return the setting in `folder` (default: the one shipped), open around the clock if a demonstration wants it so.

    Raises:
        BadFiles: with every problem of a file that cannot be used.
    """
    folder = folder or resources() / "catalogue"
    catalogue = load_catalogue(folder)
    if not isinstance(catalogue, Catalogue):
        raise BadFiles(catalogue)
    plan = load_branch_plan(folder, catalogue)
    if not isinstance(plan, BranchPlan):
        raise BadFiles(plan)
    form = load_rating_form(folder)
    if not isinstance(form, RatingForm):
        raise BadFiles(form)
    notices = load_notices(folder)
    problems = tuple(each for each in notices if isinstance(each, Problem))
    if problems:
        raise BadFiles(problems)
    privacy = load_privacy(folder)
    if not isinstance(privacy, Privacy):
        raise BadFiles(privacy)
    return Setting(
        catalogue,
        around_the_clock(plan) if always_open else plan,
        form.questions,
        secret,
        _floor(resources() / "map" / "branch.svg"),
        rating_reasons=form.reasons,
        notices=tuple(each for each in notices if isinstance(each, Text)),
        privacy=privacy,
    )


def _floor(path: Path) -> Floor | None:
    """Return the map for slips. One that cannot be read costs the branch nothing but that map."""
    floor = load_floor(path)
    if isinstance(floor, Floor):
        return floor
    log.warning("no_map_on_slips", problem=str(floor))
    return None


class SettingFiles:
    """The files of one branch: its own copy in the data folder if it has one, else those shipped. One thread at a time."""

    def __init__(self, data: Path, secret: bytes, *, always_open: bool) -> None:
        """Look into `data`; nothing is read before `load`."""
        self._own, self._good = data / "catalogue", data / "catalogue.good"
        self._secret, self._always_open = secret, always_open
        self._seen: tuple[tuple[str, int], ...] | None = None
        self.code = ""
        """What the branch was born as, once it is known: all its records are under it, so it stays."""

    def load(self) -> Setting:
        """Return the branch's setting; where its own files are bad, say so in the log and return the last good ones.

        Raises:
            BadFiles: its files are bad and there never were good ones.
        """
        self._seen = self._stamps()
        if not self._own.is_dir():
            return self._read(None)
        try:
            setting = self._read(self._own)
        except BadFiles as bad:
            log.warning("bad_branch_files", problems=[str(problem) for problem in bad.problems])
            if not self._good.is_dir():
                raise
            return self._read(self._good)
        self._keep_good()
        return setting

    def reload(self) -> Setting | None:
        """Return a new setting if the branch's files changed and are good; None otherwise, bad ones named in the log."""
        stamps = self._stamps()
        if stamps == self._seen:
            return None
        self._seen = stamps
        try:
            setting = self._read(self._own if self._own.is_dir() else None)
        except BadFiles as bad:
            log.warning("bad_branch_files", problems=[str(problem) for problem in bad.problems])
            return None
        self._keep_good()
        return setting

    def _read(self, folder: Path | None) -> Setting:
        setting = load_setting(self._secret, always_open=self._always_open, folder=folder)
        wanted = setting.plan.code
        if self.code in {"", wanted}:
            return setting
        log.warning("branch_code_stays", code=self.code, wanted=wanted, file="branch.toml")
        return replace(setting, plan=replace(setting.plan, code=self.code))

    def _stamps(self) -> tuple[tuple[str, int], ...]:
        return tuple(sorted((path.name, path.stat().st_mtime_ns) for path in self._own.glob("*.toml")))

    def _keep_good(self) -> None:
        """Copy the branch's files aside: copied whole under another name first, so that there is never half a set.

        A disk with no room for the copy keeps no good file from taking effect.
        """
        if not self._own.is_dir():
            return
        draft = self._good.with_suffix(".draft")
        try:
            shutil.rmtree(draft, ignore_errors=True)
            shutil.copytree(self._own, draft)
            shutil.rmtree(self._good, ignore_errors=True)
            draft.rename(self._good)
        except OSError as error:
            log.warning("good_branch_files_not_kept", reason=str(error))
