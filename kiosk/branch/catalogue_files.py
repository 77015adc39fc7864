"""The catalogue, the branch plan, the rating form and the notices as files in a folder: read and checked."""

import re
import tomllib
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final

from kiosk.domain.branch_plan import BranchPlan
from kiosk.domain.branch_plan_parse import BRANCH_FILE, parse_branch_plan
from kiosk.domain.catalogue import Catalogue, Text
from kiosk.domain.catalogue_parse import parse_catalogue
from kiosk.domain.notices import NOTICES_FILE, parse_notices
from kiosk.domain.privacy import PRIVACY_FILE, Privacy, parse_privacy
from kiosk.domain.rating import RATING_FILE, RatingForm, parse_rating_form
from kiosk.domain.strict_table import Problem
from kiosk.resources import resources

_OTHER_FILES: Final = (BRANCH_FILE, RATING_FILE, NOTICES_FILE, PRIVACY_FILE)


def load_catalogue(folder: Path) -> Catalogue | tuple[Problem, ...]:
    """Read the .toml files of `folder` that hold services: the catalogue, or every problem found.

    The version depends on the names and bytes of the files and on nothing else.
    """
    names = sorted({path.name for path in folder.glob("*.toml")} - set(_OTHER_FILES))
    found = {name: _read(folder / name) for name in names}
    unreadable = tuple(file for file in found.values() if isinstance(file, Problem))
    if unreadable:
        return unreadable
    files = {name: file for name, file in found.items() if not isinstance(file, Problem)}
    digests = "".join(f"{name}\0{digest}\0" for name, (digest, _) in files.items())
    version = sha256(digests.encode()).hexdigest()[:12]
    return parse_catalogue({name: table for name, (_, table) in files.items()}, version)


def load_branch_plan(folder: Path, catalogue: Catalogue) -> BranchPlan | tuple[Problem, ...]:
    """Read branch.toml of `folder` for a catalogue: the plan, or every problem found."""
    file = _read(folder / BRANCH_FILE)
    return (file,) if isinstance(file, Problem) else parse_branch_plan(file[1], catalogue)


def load_rating_form(folder: Path) -> RatingForm | tuple[Problem, ...]:
    """Read rating.toml of `folder`: what the exit asks, or every problem found."""
    file = _read(folder / RATING_FILE)
    return (file,) if isinstance(file, Problem) else parse_rating_form(file[1])


def load_notices(folder: Path) -> tuple[Text, ...] | tuple[Problem, ...]:
    """Read notices.toml of `folder`, or every problem found; a branch without the file has nothing to tell."""
    if not (folder / NOTICES_FILE).is_file():
        return ()
    file = _read(folder / NOTICES_FILE)
    return (file,) if isinstance(file, Problem) else parse_notices(file[1])


def load_privacy(folder: Path) -> Privacy | tuple[Problem, ...]:
    """Read privacy.toml of `folder`, or every problem found; a branch without one promises what the shipped one does."""
    folder = folder if (folder / PRIVACY_FILE).is_file() else resources() / "catalogue"
    file = _read(folder / PRIVACY_FILE)
    return (file,) if isinstance(file, Problem) else parse_privacy(file[1])


def _read(path: Path) -> tuple[str, Mapping[str, object]] | Problem:
    """Return the SHA-256 of a file and its table, or why there is none."""
    try:
        content = path.read_bytes()
        return sha256(content).hexdigest(), tomllib.loads(content.decode())
    except OSError as error:
        return Problem(
            path.name, "", f"cannot be read ({error.strerror}); put the file back or allow reading it"
        )
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Problem(path.name, f"line {line}", "is not UTF-8; save the file as UTF-8")
    except tomllib.TOMLDecodeError as error:
        return Problem(path.name, _line_of(error, content), f"is not valid TOML; correct it: {error}")
    except RecursionError:
        return Problem(path.name, "", "nests lists or tables too deeply; write it flatter")


def _line_of(error: tomllib.TOMLDecodeError, content: bytes) -> str:
    """Return `line n`; Python 3.11 tells the line of a syntax error only inside its message."""
    told = re.search(r"at line (\d+)", str(error))
    last = content.count(b"\n") + 1
    return f"line {told[1] if told else last}"
