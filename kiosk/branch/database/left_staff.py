"""Who left, noted beside the keys, which are in no backup: no restore brings somebody back to work here.

A badge number is given to nobody a second time, so what is noted once stays right.
"""

from collections.abc import Iterable
from pathlib import Path

from kiosk.domain.staff import is_badge
from kiosk.records.database.disk import write_anew
from kiosk.records.database.problems import naming_problems


def left_staff(keys: Path) -> frozenset[str]:
    """Return the badges of those who are noted to have left. StoreProblem: the note cannot be read."""
    path = keys / "left-staff"
    with naming_problems(path):
        lines = path.read_text("ascii", "replace").splitlines() if path.exists() else []
    return frozenset(line for line in lines if is_badge(line))


def note_left(keys: Path, badges: Iterable[str]) -> None:
    """Note that people left, durably. StoreProblem: it cannot be written."""
    known = left_staff(keys)
    noted = known | set(badges)
    path = keys / "left-staff"
    if noted != known:
        with naming_problems(path):
            write_anew(path, "".join(f"{badge}\n" for badge in sorted(noted)).encode())
