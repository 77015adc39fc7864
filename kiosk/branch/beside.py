"""What works beside the service, as far as the service and its pages know of it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from kiosk.branch.upload.told import Told


class House(Protocol):
    """Morning and evening of the branch as the LAN API asks for them: `kiosk.branch.daily`."""

    async def check(self) -> Mapping[str, object]:
        """Check the branch now and return what was found. StoreProblem: it could not be recorded."""
        ...

    def report(self, name: str) -> Path | None:
        """Return the file of a report; None if there is none."""
        ...


class Upload(Protocol):
    """The way to headquarters as pages tell of it: `kiosk.branch.upload`."""

    async def told(self) -> Told | None:
        """Return how it stands; None: this branch has no headquarters."""
        ...

    async def now(self) -> Told | None:
        """Try at once and return how it stands then, within a few seconds; None: this branch has no headquarters."""
        ...
