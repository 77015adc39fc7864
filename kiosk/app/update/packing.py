"""Making an update file: the packages of one version, what they are, and the publisher's signature over all of it."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk import __version__
from kiosk.app.update.contents import (
    ABOUT,
    APP,
    KIND,
    SETUP,
    SUFFIX,
    Contents,
    Package,
    as_number,
    encode,
    ordered,
)
from kiosk.app.update.debian import Control, control_of
from kiosk.app.update.refusals import Refused, refused_pack
from kiosk.app.update.release_keys import load_private
from kiosk.branch.database.schema import MAJOR, MINOR
from kiosk.wire.sync.pack import EVERY_BRANCH, BadPack, Label, make_pack

_ANY: Final = "all"


def pack(  # noqa: PLR0913 - all that the file says of itself
    debs: Sequence[Path],
    folder: Path,
    key: Ed25519PrivateKey,
    *,
    needs: str,
    schema: tuple[int, int],
    made_ms: int,
) -> Path:
    """Write `kiosk-<version>_<architecture>.kiosk-update` into `folder` and return it; the same in gives the same bytes.

    `needs` is the lowest version it may replace, `schema` what the program in it makes of the database.

    Raises:
        Refused: a package is none of ours, or they are not of one version. OSError as it comes.
    """
    controls = {control_of(deb): deb for deb in debs}
    contents = _contents(list(controls), needs, schema, made_ms)
    target = folder / f"kiosk-{contents.version}_{contents.architecture}{SUFFIX}"
    with tempfile.TemporaryDirectory() as scratch, target.open("w+b") as into:
        about = Path(scratch, ABOUT)
        about.write_bytes(encode(contents))
        paths = {control.name: deb for control, deb in controls.items()}
        files = {package.path: paths[package.name] for package in contents.packages}
        label = Label(KIND, as_number(contents.version), (EVERY_BRANCH,))
        try:
            make_pack(into, {ABOUT: about, **files}, label, key)
        except BadPack as bad:
            raise refused_pack(bad) from bad
    return target


def _contents(controls: Sequence[Control], needs: str, schema: tuple[int, int], made_ms: int) -> Contents:
    names = sorted(control.name for control in controls)
    versions = {control.version for control in controls}
    architectures = {control.architecture for control in controls} - {_ANY}
    if names not in ([APP], [APP, SETUP]) or len(versions) != 1 or len(architectures) > 1:
        raise Refused(
            "bad_package", ", ".join(f"{one.name} {one.version} {one.architecture}" for one in controls)
        )
    try:
        ordered(needs)
        ordered(controls[0].version)
    except ValueError as error:
        raise Refused("bad_package", str(error)) from error
    packages = tuple(
        Package(one.name, one.installed_kb) for one in sorted(controls, key=lambda one: one.name)
    )
    return Contents(
        min(versions),
        needs,
        min(architectures, default=_ANY),
        schema=schema,
        made_ms=made_ms,
        packages=packages,
    )


def pack_this_version(debs: Sequence[Path], folder: Path, key: Path, needs: str, made_ms: int) -> Path:
    """Pack the packages of the version that this program is: it says what schema they bring.

    Raises:
        Refused: they are of another version, or cannot be packed. OSError as it comes.
    """
    for deb in debs:
        version = control_of(deb).version
        if version != __version__:
            raise Refused("other_program", version)
    return pack(debs, folder, load_private(key), needs=needs, schema=(MAJOR, MINOR), made_ms=made_ms)
