"""The files that describe a branch, read and checked into a Setting."""

import tomllib
from pathlib import Path

from kiosk.branch.catalogue_files import CatalogueFiles, load_branch_plan
from kiosk.branch.slip_content import Words
from kiosk.domain.branch_plan import BranchPlan, around_the_clock
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.rating import RatingForm, parse_rating_form
from kiosk.domain.setting import Setting
from kiosk.domain.strict_table import Problem
from kiosk.resources import resources


class BadFiles(Exception):
    """The branch's files cannot be used; the text names each file, key and reason."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Keep every problem found."""
        super().__init__("\n".join(map(str, problems)))


def load_setting(secret: bytes, *, demonstration: bool, folder: Path | None = None) -> Setting:
    """Return the setting in `folder` (default: the one shipped). A demonstration is open around the clock.

    Raises BadFiles with every problem of a file that cannot be used.
    """
    folder = folder or resources() / "catalogue"
    catalogue = CatalogueFiles(folder).load()
    if not isinstance(catalogue, Catalogue):
        raise BadFiles(catalogue)
    plan = load_branch_plan(folder, catalogue)
    if not isinstance(plan, BranchPlan):
        raise BadFiles(plan)
    form = parse_rating_form(_toml(resources() / "branch" / "rating.toml"))
    if not isinstance(form, RatingForm):
        raise BadFiles(form)
    return Setting(catalogue, around_the_clock(plan) if demonstration else plan, form.questions, secret)


def slip_words() -> Words:
    """Return the labels of slips by language."""
    return _toml(resources() / "i18n" / "slip.toml")


def _toml(path: Path) -> dict[str, dict[str, str]]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadFiles((Problem(path.name, "", f"cannot be read: {error}"),)) from error
