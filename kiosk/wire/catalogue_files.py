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

_OTHER_FILES: Final = frozenset({BRANCH_FILE, RATING_FILE, NOTICES_FILE, PRIVACY_FILE})

Place = Path | Mapping[str, Path]
"""Where the files are: a folder, or each by its name."""


def files_in(place: Place) -> dict[str, Path]:
    """Return the .toml files of a place by their name."""
    return {path.name: path for path in place.glob("*.toml")} if isinstance(place, Path) else dict(place)


def layered(lower: Place, upper: Place) -> dict[str, Path]:
    """Return what is in use when `upper` lies over `lower`: file by file, but all services from one of them.

    Half of one catalogue with half of another is a catalogue that nobody ever checked.
    """
    below, above = files_in(lower), files_in(upper)
    if above.keys() - _OTHER_FILES:
        below = {name: path for name, path in below.items() if name in _OTHER_FILES}
    return below | above


def load_catalogue(place: Place) -> Catalogue | tuple[Problem, ...]:
    """Read the files of `place` that hold services: the catalogue, or every problem found.

    The version depends on the names and bytes of the files and on nothing else.
    """
    there = files_in(place)
    names = sorted(there.keys() - _OTHER_FILES)
    found = {name: _read(there[name]) for name in names}
    unreadable = tuple(file for file in found.values() if isinstance(file, Problem))
    if unreadable:
        return unreadable
    files = {name: file for name, file in found.items() if not isinstance(file, Problem)}
    digests = "".join(f"{name}\0{digest}\0" for name, (digest, _) in files.items())
    version = sha256(digests.encode()).hexdigest()[:12]
    return parse_catalogue({name: table for name, (_, table) in files.items()}, version)


def load_branch_plan(place: Place, catalogue: Catalogue) -> BranchPlan | tuple[Problem, ...]:
    """Read branch.toml of `place` for a catalogue: the plan, or every problem found."""
    file = _read(_file(place, BRANCH_FILE))
    return (file,) if isinstance(file, Problem) else parse_branch_plan(file[1], catalogue)


def load_rating_form(place: Place) -> RatingForm | tuple[Problem, ...]:
    """Read rating.toml of `place`: what the exit asks, or every problem found."""
    file = _read(_file(place, RATING_FILE))
    return (file,) if isinstance(file, Problem) else parse_rating_form(file[1])


def load_notices(place: Place) -> tuple[Text, ...] | tuple[Problem, ...]:
    """Read notices.toml of `place`, or every problem found; a branch without the file has nothing to tell."""
    if not _file(place, NOTICES_FILE).is_file():
        return ()
    file = _read(_file(place, NOTICES_FILE))
    return (file,) if isinstance(file, Problem) else parse_notices(file[1])


def load_privacy(place: Place) -> Privacy | tuple[Problem, ...]:
    """Read privacy.toml of `place`, or every problem found; a branch without one promises what the shipped one does."""
    own = _file(place, PRIVACY_FILE)
    file = _read(own if own.is_file() else resources() / "catalogue" / PRIVACY_FILE)
    return (file,) if isinstance(file, Problem) else parse_privacy(file[1])


def _file(place: Place, name: str) -> Path:
    """Return the path of a file, there or not."""
    return place / name if isinstance(place, Path) else place.get(name, Path(name))


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
