"""What a catalogue would change at the branches, for whoever is about to send it: a list says more than a file's name."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk.domain.catalogue import Catalogue, Service, Text
from kiosk.hq.packs import Published, Wish, all_packs, written_out
from kiosk.hq.store.port import Store
from kiosk.resources import resources
from kiosk.wire.catalogue_files import Place, layered, load_catalogue
from kiosk.wire.sync.pack import EVERY_BRANCH, FILES


@dataclass(frozen=True, slots=True)
class Changes:
    """Services by name, each list in the order of the catalogue that has them."""

    against: int
    """The version it is compared with; 0: the catalogue that ships."""
    added: tuple[Text, ...]
    removed: tuple[Text, ...]
    changed: tuple[Text, ...]


def changes(store: Store, files: Mapping[str, Path], wish: Wish) -> Changes:
    """Compare checked files with the newest version that was sent to all these branches, or else with what ships."""
    before = next((one for one in all_packs(store) if _reached(one, wish)), None)
    new = _services(files)
    with tempfile.TemporaryDirectory() as folder:
        old = _services(_files_of(store, before, Path(folder)) if before else {})
    return Changes(
        before.label.version if before else 0,
        tuple(one.name for code, one in new.items() if code not in old),
        tuple(one.name for code, one in old.items() if code not in new),
        tuple(one.name for code, one in new.items() if code in old and old[code] != one),
    )


def _reached(one: Published, wish: Wish) -> bool:
    label = one.label
    for_all = EVERY_BRANCH in label.branches or set(wish.branches) <= set(label.branches)
    return for_all and label.kind == wish.kind and one.withdrawn_ms is None


def _services(files: Place) -> Mapping[str, Service]:
    catalogue = load_catalogue(layered(resources() / "catalogue", files))
    return catalogue.services if isinstance(catalogue, Catalogue) else {}


def _files_of(store: Store, one: Published, into: Path) -> dict[str, Path]:
    """Write the files of a pack, which was checked before it was kept, under names of our own."""
    found: dict[str, Path] = {}
    with written_out(store, one) as source, zipfile.ZipFile(source) as archive:
        for number, name in enumerate(archive.namelist()):
            if name.startswith(FILES):
                found[name.removeprefix(FILES)] = into / str(number)
                (into / str(number)).write_bytes(archive.read(name))
    return found
