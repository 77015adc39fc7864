"""Why an update is not put in: a stable code, words in both languages that say what to do, and an exit code.

| exit code | an update is refused because |
|---|---|
| 2 | something of this machine is wrong: not root, no trusted key, a file that cannot be read |
| 10 | the file is not to be trusted: unsigned, another's key, altered, cut short, oversized, unsafe names |
| 11 | it is not for this machine: architecture, version, what it needs, a database without a way back |
| 12 | another update is under way |
| 13 | nothing is installed here: a demonstration or a checkout |
| 14 | there is not enough room |
| 15 | an update was cut off and the version before is not wholly back (from the updater) |
| 16 | there is nothing to go back to (from the updater) |
"""

from __future__ import annotations

from typing import Final, Literal

from kiosk.wire.sync.pack import BadPack

Code = Literal[
    "not_root", "no_keys", "bad_key", "unsigned", "wrong_key", "truncated", "altered", "oversized", "unsafe", "no_update",
    "architecture", "same", "older", "needs_newer", "no_way_back", "under_way", "not_installed", "no_updater", "no_room",
    "bad_package", "other_program",
]  # fmt: skip

_TRUST: Final = 10
_NOT_HERE: Final = 11
_EXITS: Final[dict[Code, int]] = {
    **dict.fromkeys(("unsigned", "wrong_key", "truncated", "altered", "oversized", "unsafe", "no_update"), _TRUST),
    **dict.fromkeys(("architecture", "same", "older", "needs_newer", "no_way_back"), _NOT_HERE),
    "under_way": 12,
    "not_installed": 13,
    "no_room": 14,
}  # fmt: skip
_ENVIRONMENT: Final = 2

_WORDS: Final[dict[Code, str]] = {
    "not_root": "请用管理员身份运行（sudo）。 Run this as root (sudo).",
    "no_keys": "本机没有可信的发布公钥，无法核对更新。请把公钥放进 /etc/kiosk/release-keys/，或写入 update.keys。 "
    "This machine trusts no release key, so no update can be checked. Put one into /etc/kiosk/release-keys/ or update.keys.",
    "bad_key": "{detail} 不是密钥文件。请换一个文件。 {detail} is no key file. Name another.",
    "unsigned": "这个更新文件没有签名。请向发布方索取原文件。 This file is not signed. Ask its publisher for the original.",
    "wrong_key": "签名不是本机信任的发布方所签，或者内容被改动过。请向发布方索取原文件。 "
    "It is not signed with a key that this machine trusts, or it was altered. Ask its publisher for the original.",
    "truncated": "文件不完整，请重新复制。 The file is cut short: copy it again.",
    "altered": "文件内容与签名不符（{detail}），请重新复制；仍然如此，请联系发布方。 "
    "What is in the file is not what was signed ({detail}): copy it again, and if that does not help tell its publisher.",
    "oversized": "文件过大，不是正常的更新（{detail}）。 It is larger than any update may be ({detail}).",
    "unsafe": "文件里有不安全的文件名（{detail}），已拒绝。 It holds an unsafe name ({detail}) and was refused.",
    "no_update": "这不是程序更新文件。 This is no update of the program.",
    "architecture": "这个更新用于 {detail}，与本机不同。请换对应的文件。 "
    "This update is for {detail}, which this machine is not. Take the file for this machine.",
    "same": "本机已经是 {detail}。 This machine has {detail} already.",
    "older": "本机已有更新的版本（{detail}）。要退回，请运行 kiosk update back。 "
    "This machine has a newer version ({detail}). To go back, run kiosk update back.",
    "needs_newer": "请先更新到 {detail} 或以上，再装这个更新。 Update to {detail} or later first, then to this one.",
    "no_way_back": "这个更新的数据库版本（{detail}）现有程序不能使用，装上后无法退回。请先装中间版本。 "
    "The program that is here cannot work on the database of this update ({detail}), so there would be no way back. "
    "Install the release in between first.",
    "under_way": "另一个更新正在进行，请等它结束。 Another update is under way; wait until it has ended.",
    "not_installed": "这里不是用安装包装的网点程序（可能是演示或源码），不能更新。 "
    "This program was not installed from its package (a demonstration or a checkout?), so it cannot be updated.",
    "no_updater": "没有安装 kiosk-setup，无法更新。请先安装它。 kiosk-setup does the updating and is not here. Install it.",
    "no_room": "磁盘空间不足（{detail}），没有作任何改动。请腾出空间后重试。 "
    "There is not enough room ({detail}); nothing was changed. Free some space and try again.",
    "bad_package": "{detail} 不能放进更新文件。 {detail} cannot go into an update file.",
    "other_program": "软件包是 {detail}，与打包的程序不同；数据库版本取自打包的程序，两者必须一致。 "
    "The package is {detail}, not the version of the program that packs it and tells the schema. They must agree.",
}  # fmt: skip


class Refused(Exception):
    """An update is not made or not put in, and nothing has changed. `code` is stable; the text says what to do."""

    def __init__(self, code: Code, detail: str = "") -> None:
        """Tell why, in both languages."""
        self.code, self.detail = code, detail
        super().__init__(_WORDS[code].format(detail=detail))

    @property
    def exit_code(self) -> int:
        """The exit code of the command that was refused."""
        return _EXITS.get(self.code, _ENVIRONMENT)


def refused_pack(bad: BadPack) -> Refused:
    """Return what to say of a file that is no pack to be trusted."""
    match bad.code:
        case "signature":
            return Refused("wrong_key")
        case "missing" if bad.detail == "signature":
            return Refused("unsigned")
        case "truncated":
            return Refused("truncated")
        case "too_large" | "too_many" | "ratio":
            return Refused("oversized", bad.detail)
        case "path" | "duplicate" | "special":
            return Refused("unsafe", bad.detail)
        case _:
            return Refused("altered", str(bad))
