"""Tiny packages in the place of the real ones: the same names and paths, the real updater, a program of a few lines."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.checkout import TOP

APP: Final = "cn.kiosk.reception"
SETUP: Final = "kiosk-setup"
UPDATER: Final = TOP / "packaging" / "linux" / "setup" / "update"
ARCHITECTURE: Final = "all"
_FILES: Final = f"opt/apps/{APP}/files"
_BALLAST_BYTES: Final = 300_000

_PROGRAM: Final = """#!/bin/sh
# Stands in for the program of version {version}: what the updater asks of it, and whether it is in one piece.
files=/{files}
[ -z "${{_PYI_ARCHIVE_FILE:-}}${{LD_LIBRARY_PATH:-}}" ] || exit 9
case $1 in
  --version) echo "kiosk {version}" ;;
  doctor)
    case "$*" in *--json*) echo '{{"findings": []}}'; exit ;; esac
    case "$*" in *--before*) [ "$(cat "$4")" = '{{"findings": []}}' ] || exit 2 ;; esac
    [ -d "$KIOSK_DATA/database" ] || exit 2
    [ ! -e /etc/serves-{version} ] || : > "$KIOSK_DATA/served"
    grep -qx '{version}' "$files/kiosk/engine" && [ ! -e /etc/sick-{version} ] && [ -e /run/units/kiosk-branch.service ] \\
      && {{ [ ! -e /etc/spoils-{version} ] || cat /etc/spoils-{version} > "$KIOSK_DATA/database/branch.db"; }} \\
      && ! grep -q spoiled "$KIOSK_DATA/database/branch.db" ;;
  backup)
    [ "$2" = --only-here ] || exit 2
    mkdir -p "$KIOSK_DATA/backups"
    cp "$KIOSK_DATA/database/branch.db" "$KIOSK_DATA/backups/b1_2026-11-22_000000042.kiosk-backup" \\
      && echo "$KIOSK_DATA/backups/b1_2026-11-22_000000042.kiosk-backup" ;;
  restore) cp "$2" "$KIOSK_DATA/database/branch.db" ;;
  update) [ "$2 $3" = 'answered 42' ] && [ ! -e "$KIOSK_DATA/served" ] && exit "$(cat /etc/answered)" ;;
esac
"""


@dataclass(frozen=True, slots=True)
class Release:
    """One version as two packages, and what lies where once they are put in: path to content."""

    version: str
    debs: tuple[Path, Path]
    files: dict[str, bytes]


def make_release(folder: Path, version: str, needs: str = "") -> Release:
    """Build both packages. Each version has a file and a folder that no other has, and a large one that differs.

    `needs`: a line of the control file that says what it depends on.
    """
    app = {
        f"{_FILES}/bin/kiosk": _PROGRAM.format(version=version, files=_FILES).encode(),
        f"{_FILES}/kiosk/engine": f"{version}\n".encode(),
        f"{_FILES}/kiosk/large": version.encode() * (_BALLAST_BYTES // len(version)),
        f"{_FILES}/kiosk/a-folder-of-{version}/part": version.encode(),
        f"{_FILES}/kiosk/the same": b"the same in every version",
    }
    setup = {
        "usr/lib/kiosk/update": UPDATER.read_bytes() + f"# {version}\n".encode(),
        "usr/lib/kiosk/version": version.encode(),
        # As the real one has its units there, where /lib is a link to /usr/lib.
        "lib/systemd/system/kiosk-branch.service": version.encode(),
        "etc/kiosk/kiosk.toml": b"# settings\n",
    }
    debs = (
        _build(folder, APP, version, app, needs),
        _build(folder, SETUP, version, setup),
    )
    there = {path.replace("lib/systemd", "usr/lib/systemd"): content for path, content in setup.items()}
    return Release(version, debs, app | there)


def _build(folder: Path, name: str, version: str, files: dict[str, bytes], needs: str = "") -> Path:
    tree = folder / f"{name}-{version}"
    for path, content in files.items():
        file = tree / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        file.chmod(0o755 if path.endswith(("/kiosk", "/update")) else 0o644)
    control = tree / "DEBIAN"
    control.mkdir()
    (control / "control").write_text(
        f"Package: {name}\nVersion: {version}\nArchitecture: {ARCHITECTURE}\nMaintainer: nobody <nobody@localhost>\n"
        f"Installed-Size: {sum(map(len, files.values())) // 1024 + 1}\nDescription: stands in for the real one\n"
        + (f"{needs}\n" if needs else "")
    )
    if settings := [path for path in files if path.startswith("etc/")]:
        (control / "conffiles").write_text("".join(f"/{path}\n" for path in settings))
    deb = folder / f"{name}_{version}.deb"
    subprocess.run(
        ["dpkg-deb", "-Zgzip", "-z1", "--root-owner-group", "--build", tree, deb],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return deb
