"""What the checks look at: the machine's settings, the branch's folders, and what the opening check found of them."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kiosk.app.folders import Folders
from kiosk.app.ready_command import Seen, see
from kiosk.app.settings import BadSettings, Settings


@dataclass(frozen=True)
class Look:
    """One look at this machine; what several checks need is found once."""

    settings: Settings | BadSettings
    folders: Folders
    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    platform: str = sys.platform

    @property
    def valid(self) -> Settings:
        """The settings in force; as shipped, where they cannot be used."""
        return Settings() if isinstance(self.settings, BadSettings) else self.settings

    @cached_property
    def seen(self) -> Seen:
        """What the opening check finds, by the running service or without it. StoreProblem, ServiceTrouble, OSError."""
        return see(self.folders)
