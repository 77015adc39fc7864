"""What an operator uploads for a pack: folders and zips as systems make them, within bounds, and nobody else's."""

from __future__ import annotations

import asyncio
import gc
import io
import zipfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kiosk.hq.packs import Wish
from kiosk.hq.pages.packs.asked import Amiss, Fields, asked_for
from kiosk.hq.pages.packs.drafts import Drafts, Folder, loose_files, ready_pack
from kiosk.wire.sync.pack import EVERY_BRANCH, BadPack
from tests.packs import label, pack_file

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping

NOON_MS = 1_795_320_000_000
"""2026-11-22 12:00 by the clock of headquarters."""


async def pieces(content: bytes) -> AsyncIterator[bytes]:
    for at in range(0, len(content), 5):
        yield content[at : at + 5]


@pytest.fixture
def drafts() -> Iterator[Drafts]:
    with closing(Drafts()) as drafts:
        yield drafts


def contents(drafts: Drafts, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Upload files and return what would be packed."""
    name = drafts.name()

    async def add() -> None:
        for path, content in files.items():
            await drafts.add(name, "1001", path, pieces(content))

    asyncio.run(add())
    draft = drafts.take(name, "1001")
    assert draft is not None
    with draft.folder:
        return {path: file.read_bytes() for path, file in loose_files(draft).items()}


def zipped(files: Mapping[str, bytes]) -> bytes:
    told = io.BytesIO()
    with zipfile.ZipFile(told, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("catalogue/", b"")
        for path, content in files.items():
            archive.writestr(path, content)
    return told.getvalue()


IN_FOLDER = {"catalogue/a.toml": b"one", "catalogue/b.toml": b"two", "catalogue/.DS_Store": b"x"}


@pytest.mark.parametrize(
    "files",
    [
        IN_FOLDER,
        {"a.toml": b"one", "b.toml": b"two"},
        {"files.zip": zipped({**IN_FOLDER, "__MACOSX/catalogue/._a.toml": b"x"})},
        {"files.ZIP": zipped({"a.toml": b"one", "b.toml": b"two"})},
    ],
    ids=["a folder", "files", "a zip of a folder", "a zip of files"],
)
def test_a_folder_files_and_a_zip_of_either_are_the_same(drafts: Drafts, files: dict[str, bytes]) -> None:
    assert contents(drafts, files) == {"a.toml": b"one", "b.toml": b"two"}


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"a.toml": b"", "A.TOML": b""}, "duplicate"),
        ({"../a.toml": b""}, "path"),
        ({"x.zip": zipped({"../../a.toml": b""})}, "path"),
        ({"x.zip": b"no zip at all"}, "damaged"),
        ({"x.zip": zipped({"a.toml": b"x" * 2_000})}, "too_large"),
        ({"a.toml": b"x" * 2_000}, "too_large"),
        ({str(number): b"" for number in range(6)}, "too_many"),
    ],
)
def test_an_upload_that_no_pack_may_hold_is_refused(
    drafts: Drafts, files: dict[str, bytes], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.hq.pages.packs.drafts.MOST_BYTES", 1_000)
    monkeypatch.setattr("kiosk.hq.pages.packs.drafts.MOST_FILES", 5)

    with pytest.raises(BadPack) as bad:
        contents(drafts, files)

    assert bad.value.code == code


def test_a_draft_is_its_makers_alone_and_there_are_never_many(drafts: Drafts, tmp_path: Path) -> None:
    mine = drafts.name()
    asyncio.run(drafts.add(mine, "1001", "a.toml", pieces(b"one")))

    with pytest.raises(BadPack):
        asyncio.run(drafts.add(mine, "1002", "b.toml", pieces(b"two")))
    with pytest.raises(BadPack):
        asyncio.run(drafts.add("../x", "1001", "b.toml", pieces(b"two")))
    assert drafts.take(mine, "1002") is None
    for _ in range(7):
        asyncio.run(drafts.add(drafts.name(), "1001", "a.toml", pieces(b"")))
    with pytest.raises(BadPack, match="drafts"):
        asyncio.run(drafts.add(drafts.name(), "1001", "a.toml", pieces(b"")))
    pack = pack_file(tmp_path, {"a.toml": b""}, label())
    assert ready_pack({"x": pack}) == pack
    assert ready_pack({"x": tmp_path / "catalogue-1" / "a.toml"}) is None


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        (Fields("all"), Wish("catalogue", (EVERY_BRANCH,), 0)),
        (Fields("some", "b1，b2 b1"), Wish("catalogue", ("b1", "b2"), 0)),
        (Fields(), Amiss("sites")),
        (Fields("some", " "), Amiss("sites")),
        (Fields("some", "b1 b9"), Amiss("unknown", "b9")),
        (Fields("all", expires="2026-11-22"), Wish("catalogue", (EVERY_BRANCH,), 1_795_363_200_000)),
        (Fields("all", expires="2026-11-21"), Amiss("expires")),
        (Fields("all", expires="9999-12-31"), Amiss("expires")),
        (Fields("all", expires="soon"), Amiss("expires")),
    ],
)
def test_for_whom_and_until_when_is_asked_in_plain_words(fields: Fields, asked: Wish | Amiss) -> None:
    assert asked_for(fields, {"b1", "b2"}, NOON_MS) == asked


def test_a_folder_that_nobody_knows_any_more_is_gone_without_a_word() -> None:
    folder = Folder()
    place = Path(folder.name)
    (place / "0").touch()

    del folder
    gc.collect()

    assert not place.exists()
