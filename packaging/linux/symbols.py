"""Tell the newest glibc and libstdc++ that a tree of programs asks for, and refuse one above a limit.

    python packaging/linux/symbols.py TREE [GLIBC]

Reads every ELF file with readelf. Prints one line for each family with the file that asks for the newest.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

FAMILIES = ("GLIBC", "GLIBCXX", "CXXABI")
Version = tuple[int, ...]


def elf_files(tree: Path) -> Iterator[Path]:
    """Give every ELF file below a folder, in order; links are not followed."""
    for file in sorted(tree.rglob("*")):
        if file.is_file() and not file.is_symlink():
            with file.open("rb") as opened:
                if opened.read(4) == b"\x7fELF":
                    yield file


def asked(file: Path) -> dict[str, Version]:
    """Return the newest version of each family that one ELF file asks for; what it defines itself does not count."""
    told = subprocess.run(["readelf", "-VW", file], capture_output=True, text=True, check=True).stdout
    needs = told.partition("Version needs section")[2]
    found: dict[str, Version] = {}
    for family, version in re.findall(r"Name: (GLIBC|GLIBCXX|CXXABI)_([\d.]+)", needs):
        found[family] = max(found.get(family, ()), tuple(map(int, version.split("."))))
    return found


def newest(tree: Path) -> dict[str, tuple[Version, Path]]:
    """Return for each family the newest version asked for, and one file that asks."""
    found: dict[str, tuple[Version, Path]] = {}
    for file in elf_files(tree):
        for family, version in asked(file).items():
            if family not in found or version > found[family][0]:
                found[family] = (version, file)
    return found


def main(tree: Path, limit: str = "") -> int:
    """Print what is asked for; return 1 when glibc is asked for above `limit`."""
    found = newest(tree)
    for family in FAMILIES:
        if family in found:
            version, file = found[family]
            print(f"{family}_{'.'.join(map(str, version))}  {file.relative_to(tree)}")
    if limit and found and found["GLIBC"][0] > tuple(map(int, limit.split("."))):
        print(f"newer than glibc {limit}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:3]))
