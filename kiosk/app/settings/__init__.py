"""The settings of one machine: what can be set, where it was set, and what is in force.

`tables` says all that can be set; `registry` lists it; `load` reads file, environment and policy into `Settings`.
Imports devices and domain, and loads no library that the command line does not load anyway.
"""

from kiosk.app.settings.loading import attempt, default_files, load
from kiosk.app.settings.policy import NO_POLICY, policy_here
from kiosk.app.settings.problems import EXIT_CONFIG, BadSettings, Wrong
from kiosk.app.settings.registry import find, registry
from kiosk.app.settings.sources import Origin
from kiosk.app.settings.tables import Settings
from kiosk.app.settings.writing import write

__all__ = [
    "EXIT_CONFIG",
    "NO_POLICY",
    "BadSettings",
    "Origin",
    "Settings",
    "Wrong",
    "attempt",
    "default_files",
    "find",
    "load",
    "policy_here",
    "registry",
    "write",
]
