"""What is in a pack, looked at before it is signed: better one page says it than a thousand branches."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from kiosk.domain.branch_plan_parse import BRANCH_FILE
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.strict_table import Problem
from kiosk.resources import resources
from kiosk.wire.catalogue_files import (
    layered,
    load_branch_plan,
    load_catalogue,
    load_notices,
    load_privacy,
    load_rating_form,
)
from kiosk.wire.sync.pack import BadPack

Check = Callable[[Mapping[str, Path]], tuple[str, ...]]


def refuse_bad_content(kind: str, files: Mapping[str, Path]) -> None:
    """Raise BadPack `content` with every problem of the files, or `kind` for one that no branch knows."""
    check = _CHECKS.get(kind)
    if check is None:
        raise BadPack("kind", kind)
    problems = check(files)
    if problems:
        raise BadPack("content", "\n".join(problems))


def _catalogue(files: Mapping[str, Path]) -> tuple[str, ...]:
    """Read the files over those shipped, as a branch reads them over its own."""
    strange = sorted(path for path in files if "/" in path or not path.endswith(".toml"))
    if strange or not files:
        return tuple(f"{path}: a catalogue is .toml files in one folder" for path in strange or ("-",))
    place = layered(resources() / "catalogue", files)
    catalogue = load_catalogue(place)
    found: list[object] = [catalogue, load_rating_form(place), load_notices(place), load_privacy(place)]
    if BRANCH_FILE in files and isinstance(catalogue, Catalogue):
        found.append(load_branch_plan(place, catalogue))
    lists = (one for one in found if isinstance(one, tuple))
    return tuple(str(problem) for each in lists for problem in each if isinstance(problem, Problem))


_CHECKS: Final[Mapping[str, Check]] = {"catalogue": _catalogue}

KINDS: Final = tuple(_CHECKS)
"""The kinds of packs that headquarters can make."""
