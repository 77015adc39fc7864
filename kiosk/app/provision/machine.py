"""Which of the machines in site.toml this one is."""

import socket
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.app.provision.site import Machine, Site

_SERIAL: Final = Path("/sys/class/dmi/id/product_serial")
_NETWORK: Final = Path("/sys/class/net")


@dataclass(frozen=True, slots=True)
class Here:
    """What is known of this machine."""

    hostname: str
    macs: frozenset[str]
    serial: str


def here() -> Here:
    """Return what this machine is known by; the serial number of its mainboard only root may read."""
    try:
        serial = _SERIAL.read_text().strip()
    except OSError:
        serial = ""
    return Here(socket.gethostname().split(".")[0].lower(), frozenset(_macs()), serial)


def _macs() -> list[str]:
    if _NETWORK.is_dir():
        found = [path.read_text().strip().lower() for path in _NETWORK.glob("*/address")]
        return [mac for mac in found if mac.strip("0:")]
    return [":".join(f"{uuid.getnode():012x}"[n : n + 2] for n in range(0, 12, 2))]


def machine_of(site: Site, name: str, found: Callable[[], Here] = here) -> Machine | None:
    """Return the machine of a name, or with none the one that is this machine; None: there is none, or more than one."""
    if name:
        return next((one for one in site.machines if one.name == name), None)
    known = found()
    mine = [one for one in site.machines if _is(one, known)]
    return mine[0] if len(mine) == 1 else None


def _is(machine: Machine, known: Here) -> bool:
    """Tell whether every sign named is this machine's, and one is named."""
    signs = [
        (machine.hostname.lower(), known.hostname == machine.hostname.lower()),
        (machine.mac, machine.mac.replace("-", ":") in known.macs),
        (machine.serial, known.serial == machine.serial),
    ]
    named = [fits for sign, fits in signs if sign]
    return bool(named) and all(named)
