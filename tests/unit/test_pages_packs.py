"""What staff read about packs: a refused one is told in plain words, and a branch that was sent nothing reads nothing."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import cast

import pytest

from kiosk.branch.packs.shelf import InUse, Refused, Standing
from kiosk.pages.packs import PackNote, pack_notes
from kiosk.pages.port import RecordedBranch
from kiosk.resources import resources
from kiosk.web.layout import environment
from kiosk.web.words import LANGUAGES, load_words
from kiosk.wire.sync.pack import Label


def notes_of(*standings: Standing) -> list[PackNote]:
    service = cast("RecordedBranch", SimpleNamespace(packs=lambda: standings))
    return asyncio.run(pack_notes(service))


def read(notes: list[PackNote], language: str) -> str:
    words = load_words(resources() / "i18n" / "pages.toml")[language]  # type: ignore[index]
    page = environment(resources() / "pages" / "templates").get_template("reception/packs_told.html")
    return page.render(t=words, packs=notes)


def test_a_branch_that_was_sent_nothing_reads_nothing() -> None:
    notes = notes_of(Standing("catalogue", InUse(), None))

    assert notes == []
    assert not read(notes, "zh").strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_in_use_past_its_date_and_refused_stands_there(language: str) -> None:
    in_use = InUse(Label("catalogue", 7, ("*",), expires_ms=1))
    notes = notes_of(Standing("catalogue", in_use, Refused(8, "content", "enquiry.toml: ...", 5)))

    said = read(notes, language)

    assert [(note.version, note.expired, note.refused, note.code) for note in notes] == [
        (7, True, 8, "content")
    ]
    for part in {
        "zh": ("第 7 版", "有效期", "第 8 版没有采用", "转告总行"),
        "en": ("version 7", "past", "version 8", "tell"),
    }[language]:
        assert part in said
