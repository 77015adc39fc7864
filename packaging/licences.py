"""Refuse what may not be shipped: each package of a lock file needs a licence, and not only GPL or AGPL.

    python packaging/licences.py packaging/requirements.lock

LGPL is fine (we link, we do not change), and so is a package that offers another licence beside the GPL.
Reads the metadata of the installed packages; those that the lock keeps for another system are not there.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

# "GPL" and "General Public License" on their own or with an A, but neither LGPL nor Lesser nor Library.
COPYLEFT = re.compile(
    r"(?<![a-z])a?gpl|affero|(?<!lesser )(?<!library )general public licen[cs]e", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Declared:
    """What a package says of its licence, in the order of trust; any of them may be empty."""

    expression: str = ""
    classifiers: tuple[str, ...] = ()
    licence: str = ""
    file: str = ""


def objection(declared: Declared) -> str | None:
    """Return why a package may not be shipped, or None when it may."""
    choices = _choices(declared)
    if not choices:
        return "declares no licence"
    if all(COPYLEFT.search(choice) for choice in choices):
        return "only " + ", ".join(choices)
    return None


def _choices(declared: Declared) -> list[str]:
    """Return the licences one may choose from, as the most trusted source that speaks gives them."""
    if declared.expression:
        return re.split(r"\s+OR\s+", declared.expression)
    if declared.classifiers:
        return [classifier.rpartition("::")[2].strip() for classifier in declared.classifiers]
    text = declared.licence.strip() or declared.file.strip()
    # A licence names itself in its first line; further down it may name others.
    return re.split(r"\s+OR\s+", text.splitlines()[0]) if text else []


def read(package: Distribution) -> Declared:
    """Return what an installed package declares."""
    stated = package.metadata.json  # PEP 566: the same fields as plain texts and lists
    named = [name for name in package.files or () if re.match(r"(?i)licen[cs]e|copying", name.name)]
    return Declared(
        expression=str(stated.get("license_expression", "")),
        classifiers=tuple(c for c in stated.get("classifier", ()) if c.startswith("License ::")),
        licence=str(stated.get("license", "")),
        file=named[0].read_text() if named else "",
    )


def locked(lock: str) -> list[str]:
    """Return the names of the packages a lock file pins."""
    return re.findall(r"^([A-Za-z0-9][\w.-]*)==", lock, re.MULTILINE)


def main(path: str) -> int:
    """Print each objection; return how many there are."""
    objections = 0
    for name in locked(Path(path).read_text(encoding="utf-8")):
        try:
            reason = objection(read(distribution(name)))
        except PackageNotFoundError:
            print(f"{name}: not installed on this system, not read")
            continue
        if reason:
            print(f"{name}: {reason}")
            objections += 1
    print(f"{objections} packages may not be shipped")
    return objections


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1]), 1))
