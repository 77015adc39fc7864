"""What dpkg says of packages, in files and on this machine."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from kiosk.app.update.refusals import Refused


@dataclass(frozen=True, slots=True)
class Control:
    """What a package is."""

    name: str
    version: str
    architecture: str
    installed_kb: int


def control_of(deb: Path) -> Control:
    """Return what a package in a file is. Refused: it is none that dpkg would take."""
    form = "${Package}\n${Version}\n${Architecture}\n${Installed-Size}"
    said = _said("dpkg-deb", f"--showformat={form}", "--show", str(deb))
    if said is None:
        raise Refused("bad_package", str(deb))
    return _control(said)


def installed(name: str) -> Control | None:
    """Return a package that is wholly installed here, or None."""
    form = "${db:Status-Abbrev}\n${Package}\n${Version}\n${Architecture}\n${Installed-Size}"
    said = _said("dpkg-query", f"--showformat={form}", "--show", name)
    if said is None or not said.startswith("ii"):
        return None
    return _control(said.partition("\n")[2])


def architecture() -> str:
    """Return the architecture of this machine, as dpkg names it; empty where there is no dpkg."""
    return (_said("dpkg", "--print-architecture") or "").strip()


def _control(said: str) -> Control:
    name, version, architecture, size_kb = said.split("\n")
    return Control(name, version, architecture, int(size_kb or 0))


def _said(*command: str) -> str | None:
    """Return what a command says; None if it fails or is not there."""
    try:
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return None
    return run.stdout if run.returncode == 0 else None
