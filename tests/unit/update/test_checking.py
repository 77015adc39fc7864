"""Which update files are put in, and how each other one is refused: a code, words, an exit code, and nothing changed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.app.update.checking import opened_update, refuse_unfit, refuse_without_room, this_machine
from kiosk.app.update.contents import APP, SETUP, Contents, as_number, ordered
from kiosk.app.update.packing import pack
from kiosk.app.update.refusals import Code, Refused
from kiosk.branch.database.schema import MAJOR, UP_TO
from kiosk.wire.sync.pack import Label, make_pack
from tests.unit.update.update_files import HERE, KEY, deb, rewritten, update_file

pytestmark = pytest.mark.row("G1")

PUBLIC: Final = KEY.public_key()


def refusal(file: Path) -> Refused:
    """Return why a file is refused."""
    with pytest.raises(Refused) as caught, opened_update(file, (PUBLIC,)) as update:
        refuse_unfit(update.contents, HERE)
    return caught.value


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-100])


def not_a_zip(file: Path) -> None:
    file.write_bytes(b"not a zip, but as long as one has to be" * 10)


def without_signature(file: Path) -> None:
    rewritten(file, lambda entries: entries.__delitem__("signature"))


def with_other_signature(file: Path) -> None:
    rewritten(file, lambda entries: entries.update(signature=bytes(64)))


def with_another_package(file: Path) -> None:
    def change(entries: dict[str, bytes]) -> None:
        entries[f"files/new/{APP}.deb"] = entries[f"files/new/{SETUP}.deb"]

    rewritten(file, change)


def with_another_manifest(file: Path) -> None:
    def change(entries: dict[str, bytes]) -> None:
        entries["manifest.json"] = entries["manifest.json"].replace(b'"program"', b'"progran"')

    rewritten(file, change)


def with_something_more(file: Path) -> None:
    rewritten(file, lambda entries: entries.update({"files/new/more.deb": b"more"}))


def with_a_climbing_name(file: Path) -> None:
    rewritten(file, lambda entries: entries.update({"files/../../../etc/cron.d/more": b"more"}))


def as_large_as_no_update(file: Path) -> None:
    with file.open("r+b") as target:
        target.truncate(400_000_000)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (cut_short, "truncated"),
        (not_a_zip, "truncated"),
        (without_signature, "unsigned"),
        (with_other_signature, "wrong_key"),
        (with_another_manifest, "wrong_key"),
        (with_another_package, "altered"),
        (with_something_more, "altered"),
        (with_a_climbing_name, "unsafe"),
        (as_large_as_no_update, "oversized"),
    ],
    ids=lambda one: getattr(one, "__name__", one),
)
def test_a_file_that_is_not_to_be_trusted_is_refused(
    tmp_path: Path, spoil: Callable[[Path], None], code: Code
) -> None:
    file = update_file(tmp_path)
    spoil(file)

    refused = refusal(file)

    assert (refused.code, refused.exit_code) == (code, 10)


def test_a_file_under_another_key_is_refused(tmp_path: Path) -> None:
    refused = refusal(update_file(tmp_path, key=Ed25519PrivateKey.generate()))

    assert (refused.code, refused.exit_code) == ("wrong_key", 10)


def test_another_kind_of_pack_under_the_same_key_is_no_update(tmp_path: Path) -> None:
    (tmp_path / "services.toml").write_text("")
    with (tmp_path / "pack").open("w+b") as target:
        make_pack(target, {"services.toml": tmp_path / "services.toml"}, Label("catalogue", 1, ("*",)), KEY)

    assert refusal(tmp_path / "pack").code == "no_update"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"version": "1.0.0"}, "same"),
        ({"version": "0.9.9"}, "older"),
        ({"architecture": "arm64"}, "architecture"),
        ({"version": "1.2.0", "needs": "1.1.0"}, "needs_newer"),
        ({"schema": (UP_TO + 1, 0)}, "no_way_back"),
    ],
    ids=["same", "older", "other architecture", "needs another first", "no way back"],
)
def test_an_update_that_is_not_for_this_machine_is_refused(
    tmp_path: Path, options: dict[str, Any], code: Code
) -> None:
    refused = refusal(update_file(tmp_path, **options))

    assert (refused.code, refused.exit_code) == (code, 11)


def test_an_update_that_takes_away_what_this_program_can_do_without_is_taken(tmp_path: Path) -> None:
    file = update_file(tmp_path, schema=(MAJOR + 1, 0))

    with opened_update(file, (PUBLIC,)) as update:
        refuse_unfit(update.contents, replace(HERE, up_to=MAJOR + 1))


def test_a_good_file_tells_what_is_in_it_and_the_same_in_gives_the_same_bytes(tmp_path: Path) -> None:
    file = update_file(tmp_path / "one")
    with opened_update(file, (Ed25519PrivateKey.generate().public_key(), PUBLIC)) as update:
        contents: Contents = update.contents
        refuse_unfit(contents, HERE)

    assert file.name == "kiosk-1.1.0_amd64.kiosk-update"
    assert (contents.version, contents.needs, contents.architecture) == ("1.1.0", "1.0.0", "amd64")
    assert [package.name for package in contents.packages] == [APP, SETUP]
    debs = sorted((tmp_path / "one/packages").glob("*.deb"), reverse=True)
    again = tmp_path / "two"
    again.mkdir()
    second = pack(debs, again, KEY, needs="1.0.0", schema=contents.schema, made_ms=contents.made_ms)
    assert second.read_bytes() == file.read_bytes()


@pytest.mark.parametrize(("megabytes", "refused"), [(1, True), (1_000, False)])
def test_there_must_be_room_for_all_that_follows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, megabytes: int, *, refused: bool
) -> None:
    class Usage:
        free = megabytes * 1_000_000

    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage)
    with (
        opened_update(update_file(tmp_path), (PUBLIC,)) as update,
        pytest.raises(Refused, match="1 / ") if refused else nullcontext() as caught,
    ):
        refuse_without_room(update, HERE, tmp_path)

    assert not refused or (caught is not None and caught.value.exit_code == 14)


def test_where_no_package_is_installed_nothing_is_updated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", _no_dpkg)

    with pytest.raises(Refused) as caught:
        this_machine((APP,))

    assert (caught.value.code, caught.value.exit_code) == ("not_installed", 13)


def _no_dpkg(*_: object, **__: object) -> None:
    raise FileNotFoundError("dpkg-query")


@pytest.mark.parametrize("version", ["1.0", "1.0.0-1", "v1.0.0", "1.0.0\n", "", "1.0.999999"])
def test_what_is_no_version_is_none(version: str) -> None:
    with pytest.raises(ValueError, match="is no version"):
        ordered(version)


def test_versions_are_ordered_by_their_numbers() -> None:
    versions = ["0.0.1", "0.9.0", "0.10.0", "1.0.0", "1.0.10", "10.0.0"]

    assert sorted(versions, key=ordered) == sorted(versions, key=as_number) == versions


def test_packages_of_two_versions_make_no_update(tmp_path: Path) -> None:
    debs = [deb(tmp_path, APP, "1.1.0"), deb(tmp_path, SETUP, "1.0.0", "all")]

    with pytest.raises(Refused) as caught:
        pack(debs, tmp_path, KEY, needs="1.0.0", schema=(1, 0), made_ms=0)

    assert caught.value.code == "bad_package"
    assert not list(tmp_path.glob("*.kiosk-update"))
