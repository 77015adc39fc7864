"""Copies for the eyes: whole files or none, and no fault of a disk is anybody else's trouble."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, get_args

import pytest

from kiosk.branch.printing.copies import FORMS, Form, draw, write_copy
from kiosk.branch.printing.practice import practice
from kiosk.branch.printing.slip_content import slip_words
from kiosk.devices.printer.paper import PAPER_58, PAPER_80
from kiosk.devices.printer.port import Job
from kiosk.domain.slip import Number, Slip
from tests.reception import shipped_setting

if TYPE_CHECKING:
    from pathlib import Path

JOB = Job("s1", Slip("zh", "A001", (Number("A001"),)))


@pytest.mark.parametrize("form", FORMS)
def test_a_copy_is_what_the_slip_looks_like_on_the_printer_s_own_paper(tmp_path: Path, form: Form) -> None:
    assert write_copy(JOB, form, PAPER_58, tmp_path / "slips")

    assert (tmp_path / "slips" / f"s1.{form}").read_bytes()[:8] == draw(JOB.slip, form, PAPER_58)[:8]
    assert draw(JOB.slip, form, PAPER_58) != draw(JOB.slip, form, PAPER_80)


def test_a_full_disk_leaves_no_part_of_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(path: Path, content: bytes) -> int:
        with path.open("wb") as file:
            file.write(content[:9])
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(type(tmp_path), "write_bytes", half)

    assert not write_copy(JOB, "png", PAPER_80, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_no_fault_of_the_slip(tmp_path: Path) -> None:
    (tmp_path / "slips").touch()

    assert not write_copy(JOB, "png", PAPER_80, tmp_path / "slips")


def test_practice_draws_every_service_in_both_languages_and_one_pdf() -> None:
    drawn = list(practice(shipped_setting(), slip_words()))

    languages = [slip.language for slip, form in drawn if form == "png"]
    assert languages == sorted(languages, reverse=True)
    assert set(languages) == {"zh", "en"}
    assert len(languages) == 2 * len(shipped_setting().catalogue.services)
    assert [form for _, form in drawn[-2:]] == list(get_args(Form))
