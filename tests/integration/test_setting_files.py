"""A branch edits its own files: good ones take effect, bad ones are named and the last good ones serve on."""

import errno
import os
import shutil
from pathlib import Path

import pytest

from kiosk.branch.setting_files import BadFiles, SettingFiles
from kiosk.resources import resources

SECRET = bytes(32)


def files_of(data: Path) -> SettingFiles:
    return SettingFiles(data, SECRET, always_open=False)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    shutil.copytree(resources() / "catalogue", tmp_path / "catalogue")
    return tmp_path


def change(data: Path, old: str, new: str) -> None:
    file = data / "catalogue" / "enquiry.toml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    os.utime(file, ns=(1, file.stat().st_mtime_ns + 1))


def test_a_branch_without_files_of_its_own_serves_what_is_shipped(tmp_path: Path) -> None:
    files = files_of(tmp_path)

    assert len(files.load().catalogue.services) >= 19
    assert files.reload() is None


def test_a_changed_file_takes_effect_while_serving(data: Path) -> None:
    files = files_of(data)
    before = files.load()
    change(data, "minutes = ", "minutes = 1")

    after = files.reload()

    assert after is not None
    assert after.catalogue.version != before.catalogue.version
    assert files.reload() is None


def test_a_bad_change_is_named_and_the_setting_stays(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = files_of(data)
    files.load()
    change(data, 'series = "D"', 'series = "long"')

    assert files.reload() is None
    said = "".join(capsys.readouterr())
    assert "enquiry.toml: service.enquiry.series: has the wrong form" in said


def test_a_start_with_bad_files_serves_the_last_good_ones(data: Path) -> None:
    good = files_of(data).load()
    change(data, 'series = "D"', 'series = "long"')

    assert files_of(data).load().catalogue == good.catalogue


def test_a_first_start_with_bad_files_is_refused_with_file_key_and_reason(data: Path) -> None:
    change(data, 'series = "D"', 'series = "long"')

    with pytest.raises(BadFiles, match=r"enquiry\.toml: service\.enquiry\.series: has the wrong form"):
        files_of(data).load()


def test_a_good_change_takes_effect_though_the_disk_has_no_room_for_its_copy(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = files_of(data)
    files.load()
    change(data, "minutes = ", "minutes = 1")
    monkeypatch.setattr(shutil, "copyfile", _no_room)

    assert files.reload() is not None
    assert "No space left" in "".join(capsys.readouterr())


def _no_room(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_branch_keeps_the_code_it_was_born_with_whatever_its_files_say_later(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = files_of(data)
    files.code = files.load().plan.code
    file = data / "catalogue" / "branch.toml"
    file.write_text(file.read_text("utf-8").replace('code = "demo"', 'code = "gz014"', 1), "utf-8")
    os.utime(file, ns=(1, file.stat().st_mtime_ns + 1))

    after = files.reload()

    assert after is not None
    assert after.plan.code == "demo"
    assert "branch_code_stays" in "".join(capsys.readouterr())
