"""The files that describe a branch, read and checked into a Setting; the last good ones stay in use."""

import shutil
import threading
from dataclasses import replace
from pathlib import Path
from typing import Final

import structlog

from kiosk.branch.floor_file import load_floor
from kiosk.branch.packs.shelf import Shelf
from kiosk.domain.branch_plan import BranchPlan, around_the_clock
from kiosk.domain.branch_plan_parse import BRANCH_FILE
from kiosk.domain.catalogue import Catalogue, Text
from kiosk.domain.floor import Floor
from kiosk.domain.privacy import Privacy
from kiosk.domain.rating import RatingForm
from kiosk.domain.setting import Setting
from kiosk.domain.strict_table import Problem
from kiosk.resources import resources
from kiosk.wire.catalogue_files import (
    Place,
    files_in,
    layered,
    load_branch_plan,
    load_catalogue,
    load_notices,
    load_privacy,
    load_rating_form,
)

log = structlog.get_logger()

SHIPPED: Final = resources() / "catalogue"
PACK: Final = "catalogue"
"""The kind of pack that brings these files."""


class BadFiles(Exception):
    """The branch's files cannot be used; the text names each file, key and reason."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Keep every problem found."""
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


def load_setting(secret: bytes, *, always_open: bool, place: Place | None = None) -> Setting:
    """Return the setting in `place` (default: the one shipped), open around the clock if a demonstration wants it so.

    Raises:
        BadFiles: with every problem of a file that cannot be used.
    """
    place = place or SHIPPED
    catalogue = load_catalogue(place)
    if not isinstance(catalogue, Catalogue):
        raise BadFiles(catalogue)
    plan = load_branch_plan(place, catalogue)
    if not isinstance(plan, BranchPlan):
        raise BadFiles(plan)
    form = load_rating_form(place)
    if not isinstance(form, RatingForm):
        raise BadFiles(form)
    notices = load_notices(place)
    problems = tuple(each for each in notices if isinstance(each, Problem))
    if problems:
        raise BadFiles(problems)
    privacy = load_privacy(place)
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


def place_of(data: Path) -> Place | None:
    """Return where the files of a branch are: its own in the data folder, under those of headquarters' pack.

    A file that the pack does not bring is the branch's own; None: it has neither, and uses those shipped.
    """
    own, pack = data / "catalogue", Shelf(data, PACK).folder
    if pack is None:
        return own if own.is_dir() else None
    return layered(own if own.is_dir() else SHIPPED, pack)


class SettingFiles:
    """The files of one branch, see `place_of`. Any thread; one at a time reads."""

    def __init__(self, data: Path, secret: bytes, *, always_open: bool) -> None:
        """Look into `data`; nothing is read before `load`."""
        self._data, self._own, self._good = data, data / "catalogue", data / "catalogue.good"
        self._secret, self._always_open = secret, always_open
        self._seen: tuple[tuple[str, int], ...] | None = None
        self._turn = threading.Lock()
        self.code = ""
        """What the branch was born as, once it is known: all its records are under it, so it stays."""

    def load(self) -> Setting:
        """Return the branch's setting; where its files are bad, say so in the log and return the last good ones.

        Raises:
            BadFiles: its files are bad and there never were good ones.
        """
        with self._turn:
            place = place_of(self._data)
            self._seen = _stamps(place)
            try:
                setting = self._read(place)
            except BadFiles as bad:
                log.warning("bad_branch_files", problems=[str(problem) for problem in bad.problems])
                if not self._good.is_dir():
                    raise
                return self._read(self._good)
            self._keep_good(place)
            return setting

    def reload(self) -> Setting | None:
        """Return a new setting if the branch's files changed and are good; None otherwise, bad ones named in the log."""
        with self._turn:
            place = place_of(self._data)
            stamps = _stamps(place)
            if stamps == self._seen:
                return None
            self._seen = stamps
            try:
                setting = self._read(place)
            except BadFiles as bad:
                log.warning("bad_branch_files", problems=[str(problem) for problem in bad.problems])
                return None
            self._keep_good(place)
            return setting

    def check(self, folder: Path) -> tuple[str, ...]:
        """Return what would be wrong if a pack of the files in `folder` were in use; it is not looked at again."""
        if not files_in(folder):
            return ("no .toml file is in it",)
        place = layered(self._own if self._own.is_dir() else SHIPPED, folder)
        try:
            plan = load_setting(b"", always_open=False, place=place).plan
        except BadFiles as bad:
            return tuple(map(str, bad.problems))
        if BRANCH_FILE in files_in(folder) and self.code not in {"", plan.code}:
            return (f"branch.toml: code: is {plan.code}; this branch is {self.code}",)
        return ()

    def _read(self, place: Place | None) -> Setting:
        setting = load_setting(self._secret, always_open=self._always_open, place=place)
        wanted = setting.plan.code
        if self.code in {"", wanted}:
            return setting
        log.warning("branch_code_stays", code=self.code, wanted=wanted, file="branch.toml")
        return replace(setting, plan=replace(setting.plan, code=self.code))

    def _keep_good(self, place: Place | None) -> None:
        """Copy the branch's files aside: copied whole under another name first, so that there is never half a set.

        A disk with no room for the copy keeps no good file from taking effect.
        """
        if place is None:
            return
        draft = self._good.with_suffix(".draft")
        try:
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir()
            for name, file in files_in(place).items():
                shutil.copyfile(file, draft / name)
            shutil.rmtree(self._good, ignore_errors=True)
            draft.rename(self._good)
        except OSError as error:
            log.warning("good_branch_files_not_kept", reason=str(error))


def _stamps(place: Place | None) -> tuple[tuple[str, int], ...]:
    """Return what changes when a file of `place` does: each path and its time."""
    files = files_in(place) if place is not None else {}
    return tuple(sorted((str(path), path.stat().st_mtime_ns) for path in files.values()))
