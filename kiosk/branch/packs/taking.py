"""Taking a pack: every check first, the files aside, then the switch. Whatever is wrong with it, the branch serves on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.branch.packs.kinds import Kind
from kiosk.branch.packs.shelf import Shelf, Standing
from kiosk.wire.sync.pack import BadPack, Label
from kiosk.wire.sync.unpack import opened, refuse_unless_new

log = structlog.get_logger()


class Packs:
    """All packs of a branch. Any thread."""

    def __init__(self, data: Path, kinds: Iterable[Kind]) -> None:
        """Take packs of `kinds` and no others, below the data folder."""
        self._data = data
        self.kinds: Mapping[str, Kind] = {kind.name: kind for kind in kinds}

    def shelf(self, kind: str) -> Shelf:
        """Return where the packs of a kind lie."""
        return Shelf(self._data, kind)

    def standing(self) -> list[Standing]:
        """Return how every kind stands, by name."""
        shelves = ((name, self.shelf(name)) for name in sorted(self.kinds))
        return [Standing(name, shelf.in_use, shelf.refused) for name, shelf in shelves]

    def is_wanted(self, kind: str, version: int) -> bool:
        """Tell whether a version is newer than all that was ever in use, or was refused."""
        if kind not in self.kinds:
            return False
        shelf = self.shelf(kind)
        refused = shelf.refused
        return version > max(shelf.in_use.highest, refused.version if refused else 0)

    def take(self, file: Path, publics: Sequence[Ed25519PublicKey], branch: str, now_ms: int) -> Label:
        """Check a pack signed with one of `publics` and use it from now on; return its label. `Kind.apply` comes next.

        Raises:
            BadPack: it is not taken. The reason is kept for the pages if headquarters itself signed it.
            StoreProblem: it cannot be written; nothing has changed.
        """
        with opened(file, *publics) as pack:
            label = pack.manifest.label
            above = {name: self.shelf(name).in_use.highest for name in self.kinds}
            refuse_unless_new(pack.manifest, branch, above)
            shelf = self.shelf(label.kind)
            with shelf.held():
                try:
                    self._refuse_bad_content(shelf.prepare(pack), label)
                except BadPack as bad:
                    log.warning("bad_pack", kind=label.kind, version=label.version, code=bad.code)
                    shelf.refuse(label, bad, now_ms)
                    shelf.sweep()
                    raise
                shelf.switch(label)
        if label.has_expired(now_ms):
            log.warning("pack_expired", kind=label.kind, version=label.version)
        return label

    def _refuse_bad_content(self, draft: Path, label: Label) -> None:
        problems = self.kinds[label.kind].check(draft)
        if problems:
            raise BadPack("content", "\n".join(problems))
