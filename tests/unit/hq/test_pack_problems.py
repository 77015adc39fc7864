"""What is wrong with a catalogue is told in the language of the page, and its words keep up with the loader's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from kiosk.branch.setting_files import SHIPPED
from kiosk.hq.packs_checked import refuse_bad_content
from kiosk.hq.pages.packs.problems import in_chinese
from kiosk.wire.sync.pack import BadPack

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("minutes = ", "minutes = 9000", "超出范围"),
        ("zone = ", "zoone = ", "没有这个键"),
        ("minutes = ", 'minutes = "3" #', "类型不对，请写整数"),
        ("code = ", "code = É", "不符合 TOML 格式"),
        ("minutes = ", "# minutes = ", "缺少这一项"),
    ],
)
def test_every_problem_the_loader_finds_is_told_in_chinese(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    files = {file.name: file for file in SHIPPED.glob("*.toml") if file.name != "branch.toml"}
    bad = tmp_path / "enquiry.toml"
    bad.write_text((SHIPPED / bad.name).read_text("utf-8").replace(old, new), "utf-8")

    with pytest.raises(BadPack) as refused:
        refuse_bad_content("catalogue", files | {bad.name: bad})

    told = [in_chinese(line) for line in refused.value.detail.splitlines()]
    assert said in "\n".join(told)
    assert not [
        line
        for line in told
        if re.search("[a-z]{2,} [a-z]{2,} [a-z]{2,}", line.partition("（")[0].partition("改正")[0])
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Asia/Shanghai", "Asia/Nowhere", "没有这个时区"),
        ('"09:00-17:00"', '"19:00-17:00"', "不能过零点"),
        ("vip = 8", "vip = 1", "VIP 会排在"),
        ("skills = [", 'skills = ["deposit"] #', "没有柜台能办"),
        ('colour = "#', 'colour = "', "格式不对"),
    ],
)
def test_what_is_wrong_with_a_branchs_own_file_is_told_in_chinese_too(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    bad = tmp_path / "branch.toml"
    bad.write_text((SHIPPED / bad.name).read_text("utf-8").replace(old, new), "utf-8")
    files = {file.name: file for file in SHIPPED.glob("*.toml")} | {bad.name: bad}

    with pytest.raises(BadPack) as refused:
        refuse_bad_content("catalogue", files)

    told = [in_chinese(line) for line in refused.value.detail.splitlines()]
    assert said in "\n".join(told)
    assert not [line for line in told if "；" not in line and "，" not in line]


def test_a_problem_that_is_not_known_is_shown_as_it_is() -> None:
    assert in_chinese("a.toml: x: is new") == "a.toml: x: is new"
