"""What the branch service needs to know of a kind of pack."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from kiosk.branch.service import BranchService


class Kind(Protocol):
    """One kind of pack. Its files lie in `packs/NAME/VERSION` of the data folder; `Shelf.folder` says where."""

    @property
    def name(self) -> str:
        """What manifests call it."""
        ...

    def check(self, folder: Path) -> tuple[str, ...]:
        """Return what is wrong with the files in `folder`, which are not in use yet; none: they may be."""
        ...

    async def apply(self, service: BranchService) -> None:
        """Let the running service take what is in use now. A service that starts takes it by itself."""
        ...
