"""The problems of a catalogue's files in Chinese: whoever reads the page in Chinese mends them without English.

They are told in English where they are found, in the loader that branches and `kiosk ready` share; a later program's
problem that no line here knows is shown as it is.
"""

import re
from collections.abc import Iterator
from typing import Final

from kiosk.web.words import Words

_KINDS: Final = {
    "true or false": "true 或 false", "a table": "一个表", "a whole number": "整数",
    "a list": "列表", "a text in quotes": "带引号的文字",
}  # fmt: skip
_KIND: Final = f"({'|'.join(_KINDS)})"
_SAID: Final = tuple(
    (re.compile(f"(.*?)(?:: )?{english}", re.DOTALL), chinese)
    for english, chinese in (
        (r"unknown key; remove it or correct its spelling \(known here: (.*)\)", "没有这个键，请删除或改正（可用：{0}）"),
        (r"has the wrong form; write something like (.*)", "格式不对，请写成类似 {0}"),
        (r"is out of range; write a number from (-?\d+) to (-?\d+)", "超出范围，请写 {0} 到 {1} 之间的数"),
        (r"has a code that came before; keep one or give this one its own", "代码重复，请只留一个或另取代码"),
        (r"holds the same text more than once; keep one", "有重复的文字，请只留一个"),
        (rf"is missing; add {_KIND}", "缺少这一项，请补上{0}"),
        (rf"has the wrong type; write {_KIND}", "类型不对，请写{0}"),
        (r"has (\d+) entries; it needs (\d+) to (\d+)", "有 {0} 项，应为 {1} 到 {2} 项"),
        (r"is empty; write the text", "是空的，请写上文字"),
        (r"has (\d+) characters; shorten it to (\d+)", "有 {0} 个字，请缩短到 {1} 个以内"),
        (r"holds the invisible character (U\+[0-9A-F]+); type the text again without it", "含有看不见的 {0}，请重新输入"),
        (r"unknown value (.*); use one of: (.*)", "没有 {0} 这个值，可用：{1}"),
        (r"is in another file too; keep one", "另一个文件里也有，请只留一处"),
        (r"the file is missing; put it back beside the others", "缺少这个文件，请放回其他文件旁边"),
        (r"must name a regulation in 《》; if none is sure, write \"(.*)\"", "要用《》写明依据；还没有定的，写“{0}”"),
        (r"must have 2 to 6 characters to be read on a tile; shorten it", "按钮上要看得清，请写 2 到 6 个字"),
        (r"changes nothing; use it in a `when`, or take it out", "这个问题不影响任何内容，请用在 when 里，或者删除"),
        (r"would be listed twice \((.*)\); part the two with `when`", "会重复列出（{0}），请用 when 分开"),
        (r"has no service; add one or take the category out", "这一类没有业务，请添加业务或删除这一类"),
        (r"is not UTF-8; save the file as UTF-8", "不是 UTF-8 编码，请另存为 UTF-8"),
        (r"is not valid TOML; correct it: (.*)", "不符合 TOML 格式，请改正：{0}"),
        (r"nests lists or tables too deeply; write it flatter", "嵌套太深，请写得平一些"),
        (r"is not a known time zone; write one such as (.*)", "没有这个时区，请写成类似 {0}"),
        (r"must open at or after change_time .*", "要在 change_time 或之后开门，同一天内晚于开门时间关门，不能过零点"),
        (r"VIP would count more than protected customers; .*", "VIP 会排在优先关爱客户之前，请调低 VIP 权重或放宽承诺时间"),
        (r"belongs to another zone too; choose another letter", "另一个区域也用了这个字母，请换一个"),
        (r"begins ticket numbers; choose a letter that no service uses", "是票号的开头字母，请换一个业务没有用的"),
        (r"(\S+) sends customers to (\S+); add that zone", "业务 {0} 要去 {1} 区，请补上这个区域"),
        (r"no counter can do (\S+); add it to the skills of one", "没有柜台能办 {0}，请加进一个柜台的 skills"),
        (r"a catalogue is \.toml files in one folder", "业务目录只能是同一个文件夹里的 .toml 文件"),
    )
)  # fmt: skip


def problems(t: Words, detail: str) -> Iterator[str]:
    """Return the problems of a BadPack `content`, a line each, in the language of the page."""
    for line in detail.splitlines():
        yield in_chinese(line) if t.language == "zh" else line


def in_chinese(line: str) -> str:
    """Return one problem with its place as it is and its reason in Chinese; unchanged if it is not known."""
    for english, chinese in _SAID:
        match = english.fullmatch(line)
        if match:
            place, *found = match.groups()
            said = chinese.format(*(_KINDS.get(one, one) for one in found))
            return f"{place}：{said}" if place else said
    return line
