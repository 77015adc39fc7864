"""A pack is what headquarters signed; anything else is refused with a code, and nothing leaves its folder."""

from __future__ import annotations

import stat
import warnings
import zipfile
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.records.database.disk import sync
from kiosk.wire.sync import pack as packs
from kiosk.wire.sync.pack import FILES, BadPack, Label, make_pack, refuse_bad_paths
from kiosk.wire.sync.unpack import opened, refuse_unless_new
from tests.packs import KEY, label, manifest_of, pack_file, part, zip_of, zip_with

if TYPE_CHECKING:
    from pathlib import Path

PUBLIC = KEY.public_key()
TWO = {"a.toml": b"a = 1\n", "sound/\u547c\u53eb.wav": b"\0" * 5_000}


def refused(folder: Path, content: bytes) -> str:
    """Open and unpack; return the code of the refusal, after looking that nothing was written beside the folder."""
    file = folder / "pack"
    file.write_bytes(content)
    with pytest.raises(BadPack) as told, opened(file, PUBLIC) as pack:
        pack.unpack(folder / "into", sync)
    assert {path.name for path in folder.iterdir()} <= {"pack", "into"}
    return told.value.code


def test_what_is_packed_comes_out_again_and_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    first = pack_file(tmp_path, TWO, label(7))
    again = pack_file(tmp_path / "again", TWO, label(7))

    with opened(first, PUBLIC) as pack:
        pack.check()
        pack.unpack(tmp_path / "into", sync)

    assert pack.manifest.label == label(7)
    assert {path: (tmp_path / "into" / path).read_bytes() for path in TWO} == TWO
    assert first.read_bytes() == again.read_bytes()


def test_another_signature_another_format_and_another_manifest_are_refused(tmp_path: Path) -> None:
    stranger = Ed25519PrivateKey.generate()
    told = manifest_of(part("a", b"x"))

    assert refused(tmp_path, zip_of(told, [(FILES + "a", b"x")], key=stranger)) == "signature"
    assert refused(tmp_path, zip_of(manifest_of(part("a", b"x"), form=2), [(FILES + "a", b"x")])) == "format"
    assert refused(tmp_path, zip_of(b"\xff{", [])) == "manifest"
    assert refused(tmp_path, zip_of(b"[" * 100_000, [])) == "manifest"
    assert refused(tmp_path, zip_of(manifest_of(), [])) == "manifest"
    assert (
        refused(tmp_path, zip_of(manifest_of(part("a", b"x"), told=Label("..", 1, ("*",))), [])) == "manifest"
    )


@pytest.mark.parametrize(
    "path",
    [
        "../up", "a/../../up", "/etc/passwd", "C:/x", "c:x", "a\\b", "..\\up", "\\\\host\\x", "a//b", "a/./b", "",
        "a/", "nul", "aux.toml", "COM1.txt", "a. ", "a/b.", "new\nline", "x" * 201, "stream:x", "a\u202eb", "what?",
    ],
)  # fmt: skip
def test_a_path_that_leaves_its_folder_or_means_something_else_elsewhere_is_refused(
    tmp_path: Path, path: str
) -> None:
    assert refused(tmp_path, zip_with(("good", b"x"), (path, b"y"))) in {"path", "special"}


def test_a_name_behind_a_nul_is_seen(tmp_path: Path) -> None:
    content = zip_with(("a.toml", b"x")).replace(b"files/a.toml", b"files/a\0toml")

    assert refused(tmp_path, content) in {"path", "damaged", "missing"}


@pytest.mark.parametrize(
    "names", [("a", "A"), ("a", "a/b"), ("STRASSE", "stra\u00dfe"), ("e\u0301", "\u00e9"), ("k", "\u212a")]
)
def test_two_names_that_are_one_file_somewhere_are_refused(tmp_path: Path, names: tuple[str, str]) -> None:
    assert refused(tmp_path, zip_with(*((name, b"x") for name in names))) == "duplicate"


def test_one_name_twice_in_the_zip_is_refused(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        content = zip_of(manifest_of(part("a", b"x")), [(FILES + "a", b"x"), (FILES + "a", b"y")])

    assert refused(tmp_path, content) == "duplicate"


@pytest.mark.parametrize("mode", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK, stat.S_IFDIR])
def test_links_devices_and_folders_are_refused(tmp_path: Path, mode: int) -> None:
    entry = zipfile.ZipInfo(FILES + "a")
    entry.external_attr = (mode | 0o777) << 16

    assert refused(tmp_path, zip_of(manifest_of(part("a", b"/etc")), [(entry, b"/etc")])) == "special"


def test_files_must_be_exactly_those_of_the_manifest(tmp_path: Path) -> None:
    told = manifest_of(part("a", b"right"), part("b", b"right"))

    assert refused(tmp_path, zip_of(told, [(FILES + "a", b"right")])) == "missing"
    assert (
        refused(tmp_path, zip_of(manifest_of(part("a", b"x")), [(FILES + "a", b"x"), ("b", b"")])) == "extra"
    )


@pytest.mark.parametrize(("other", "code"), [(b"wrong", "digest"), (b"righ", "size"), (b"right!", "size")])
def test_a_file_must_be_what_the_manifest_says_of_it(tmp_path: Path, other: bytes, code: str) -> None:
    assert refused(tmp_path, zip_of(manifest_of(part("a", b"right")), [(FILES + "a", other)])) == code


def test_bombs_and_giants_are_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert refused(tmp_path, zip_with(("a", bytes(3_000_000)))) == "ratio"
    assert not (tmp_path / "into").exists()

    monkeypatch.setattr("kiosk.wire.sync.pack.MOST_BYTES", 10_000)
    assert refused(tmp_path, zip_with(("a", bytes(10_001)))) == "too_large"
    monkeypatch.setattr("kiosk.wire.sync.pack.MOST_FILES", 3)
    assert refused(tmp_path, zip_with(*((str(n), b"x") for n in range(4)))) == "too_many"


def test_a_list_of_files_too_long_to_be_read_is_refused_unread(tmp_path: Path) -> None:
    content = zip_of(manifest_of(part("a", b"x")), [(str(n), b"") for n in range(5_001)])

    assert refused(tmp_path, content) == "too_many"


def test_a_pack_of_files_that_shrink_too_well_is_made_so_that_it_is_taken(tmp_path: Path) -> None:
    with opened(pack_file(tmp_path, {"silence.wav": bytes(3_000_000)}, label()), PUBLIC) as pack:
        pack.check()


def test_what_no_branch_would_take_is_not_made(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    with (tmp_path / "pack").open("w+b") as target, pytest.raises(BadPack):
        make_pack(target, {"../a": tmp_path / "a"}, label(), KEY)


def test_a_pack_cut_anywhere_is_refused(tmp_path: Path) -> None:
    content = pack_file(tmp_path / "made", TWO, label()).read_bytes()
    (tmp_path / "cut").mkdir()

    for length in range(0, len(content), 7):
        assert refused(tmp_path / "cut", content[:length]) in {"truncated", "damaged"}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 10_000), with_=st.integers(1, 255))
def test_a_pack_with_a_byte_changed_is_refused_or_says_the_same(tmp_path: Path, at: int, with_: int) -> None:
    file = tmp_path / "catalogue-1.kiosk-pack"
    if not file.exists():
        pack_file(tmp_path, TWO, label())
    content = bytearray(file.read_bytes())
    content[at % len(content)] ^= with_
    other = tmp_path / "other"
    other.write_bytes(content)

    try:
        with opened(other, PUBLIC) as pack:
            pack.check()
    except BadPack:
        return
    assert pack.manifest.label == label()


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.binary(max_size=300),
    end=st.binary(max_size=18).map(lambda told: b"PK\x05\x06" + told.ljust(18, b"\0")),
)
def test_rubbish_is_refused_and_raises_nothing_else(tmp_path: Path, content: bytes, end: bytes) -> None:
    file = tmp_path / "rubbish"
    file.write_bytes(content + end)

    with pytest.raises(BadPack), opened(file, PUBLIC):
        pass


@settings(max_examples=200)
@given(st.lists(st.text(alphabet="aA./\\:\0e\u0301 ~", max_size=8), max_size=4))
def test_paths_that_are_let_through_stay_inside_and_apart(paths: list[str]) -> None:
    try:
        refuse_bad_paths(paths)
    except BadPack:
        return
    for path in paths:
        assert path
        assert not {"", ".", ".."} & set(path.split("/"))
        assert not set(path) & set("\\:\0")
    assert len({path.casefold() for path in paths}) == len(paths)


def test_only_a_newer_pack_of_a_known_kind_for_this_branch_is_wanted(tmp_path: Path) -> None:
    with opened(pack_file(tmp_path, TWO, label(5, branches=("b1", "b2"))), PUBLIC) as pack:
        told = pack.manifest

    refuse_unless_new(told, "b1", {"catalogue": 4})
    for branch, above, code in (
        ("b1", {"voice": 0}, "kind"),
        ("b3", {"catalogue": 4}, "branch"),
        ("b1", {"catalogue": 5}, "version"),
        ("b1", {"catalogue": 6}, "version"),
    ):
        with pytest.raises(BadPack) as bad:
            refuse_unless_new(told, branch, above)
        assert bad.value.code == code


def test_a_pack_expires_at_its_time_and_never_without_one() -> None:
    assert packs.Label("catalogue", 1, ("*",), expires_ms=10).has_expired(10)
    assert not packs.Label("catalogue", 1, ("*",), expires_ms=10).has_expired(9)
    assert not label().has_expired(1 << 60)
