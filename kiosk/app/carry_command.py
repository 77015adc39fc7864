"""`kiosk carry`: facts, answers and packs on a stick, between a branch and its headquarters."""

from __future__ import annotations

import json
import os
import time
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Final

from kiosk.app.failures import ServiceTrouble
from kiosk.app.folders import Folders
from kiosk.app.ownership import as_ourselves, handed_out, lent
from kiosk.app.upload_now import upload_now
from kiosk.branch.database.files import BranchFiles
from kiosk.branch.packs.catalogue import CataloguePack
from kiosk.branch.packs.shelf import Shelf
from kiosk.branch.packs.taking import Packs
from kiosk.branch.setting_files import SettingFiles
from kiosk.branch.upload import carriage
from kiosk.branch.upload.enrolment import Enrolment, load_enrolment
from kiosk.branch.upload.hearing import MOST_BYTES, Letterbox, read_receipts
from kiosk.branch.upload.reading import Damaged
from kiosk.records.database.disk import sync
from kiosk.records.database.problems import naming_problems
from kiosk.resources import resources
from kiosk.web.words import load_words
from kiosk.wire.sync import carried
from kiosk.wire.sync.carriage import SUFFIX, BadCarriage, Carriage
from kiosk.wire.sync.carried import BadReceipts
from kiosk.wire.sync.pack import BadPack, Label

PACK_SUFFIX: Final = ".kiosk-pack"
_PATIENCE_S: Final = 3_600.0
_DONE: Final = 200
_WORDS: Final = {
    "not_enrolled": "本网点还没有接入总行，请先运行 kiosk enrol。\n"
    "This branch has no headquarters yet. Enrol it first with kiosk enrol.",
    "damaged": "流水记录与存储时不一致（{detail}），没有写出任何文件。请运行 kiosk verify。\n"
    "The journal is not what it was ({detail}); nothing was written. Run kiosk verify.",
    "no_headquarters": "{path} 中没有正在运行的总行服务，请先启动 kiosk hq。\n"
    "No headquarters is running on {path}. Start kiosk hq first.",
    "nothing_there": "{path} 中没有可以读入的文件。\nThere is nothing to read in {path}.",
    "unreachable": "总行服务没有回应（{detail}），U 盘上的文件没有变化，请重试。\n"
    "Headquarters did not answer ({detail}). The files on the stick are as they were; try again.",
}

_RECEIPTS: Final = (
    "不是总行给本网点的回执，没有采用。 this is no answer of headquarters to this branch; nothing was taken."
)
_OUTCOMES: Final = {
    "": ("没有新记录。", "Nothing new in it."),
    "accepted": ("已全部收下。", "All of it was taken."),
    "gap": (
        "缺少更早的记录：请把回执带回网点，再导出一次。",
        "Earlier facts are missing: carry the answer back to the branch, then carry out again.",
    ),
    "fork": (
        "与总行已有的记录不一致（恢复过备份或复制过磁盘）：请把回执带回网点，再导出一次。",
        "It differs from what headquarters holds (a restore, a cloned disk): carry the answer back, then carry out again.",
    ),
    "bad": ("没有全部收下。", "Not all of it was taken."),
}

_WHY_REFUSED: Final = {
    "content": (
        "文件不合本网点的设置，请转告总行。",
        "its files do not fit this branch; tell headquarters.",
    ),
    "signature": ("签名不对，请转告总行核查。", "its signature is wrong; headquarters must look into it."),
    "branch": ("这是给别的网点的。", "it is for other branches."),
    "version": ("本机已有这一版或更新的版本。", "this version or a newer one is here already."),
    "other": ("请转告总行。", "tell headquarters."),
}
"""The same as the branch's own pages say."""


def carry_out(data: Path, folder: Path) -> str:
    """Write what headquarters does not have yet onto a stick; return what to say. StoreProblem, ServiceTrouble."""
    try:
        with handed_out(folder, data, f"*{SUFFIX}") as place:
            out = carriage.carry_out(data, place, time.time_ns() // 1_000_000)
    except carriage.NotEnrolled as error:
        raise _trouble("not_enrolled") from error
    except Damaged as damage:
        raise _trouble("damaged", detail=str(damage)) from damage
    count = out.last - out.first + 1
    file = folder / out.file.name
    said = f"{file}\n{count} 条记录已写入，可以交给总行。\n{count} facts written, ready for headquarters."
    # A stick goes round: what other branches wrote is no business of this one.
    own = file.name.rsplit("_", 1)[0]
    with as_ourselves():
        older = [
            one for one in folder.glob(f"*{SUFFIX}") if one != file and one.name.rsplit("_", 1)[0] == own
        ]
    if not older:
        return said
    return (
        f"{said}\nU 盘上还有以前的 {len(older)} 个文件；总行收过的可以删除，再交一次也无妨。\n"
        f"Older files on the stick: {len(older)}. Those that headquarters took may be deleted; taken again they do no harm."
    )


def carry_in(data: Path, place: Path) -> tuple[list[str], bool]:
    """Hand what branches sent to the running headquarters of `data`, and write its answers beside it.

    Returns what to say, and whether all of it was taken.

    Raises:
        StoreProblem: the stick cannot be read or written.
        ServiceTrouble: no headquarters runs, or there is nothing to hand in.
    """
    files = _files(place, SUFFIX)
    if not files:
        raise _trouble("nothing_there", path=str(place))
    address = data / "headquarters.json"
    if not address.is_file():
        raise _trouble("no_headquarters", path=str(data))
    host = json.loads(address.read_text("utf-8"))["url"].removeprefix("http://")
    told = [_hand_in(data, host, file) for file in files]
    return [line for line, _ in told], all(well for _, well in told)


def carry_back(data: Path, place: Path) -> tuple[list[str], bool]:
    """Take what a stick brings back from headquarters: its answers, and packs. Returns what to say, and if all is well.

    Raises:
        StoreProblem, ServiceTrouble: the stick, or a branch without headquarters.
    """
    enrolment = load_enrolment(BranchFiles(data).keys)
    if enrolment is None:
        raise _trouble("not_enrolled")
    told = [_put(data, file, enrolment) for file in _files(place, carried.SUFFIX, enrolment.branch)]
    heard = _heard(data) if any(well for _, well in told) else []
    told += [_take(data, file, enrolment) for file in _files(place, PACK_SUFFIX)]
    if not told:
        raise _trouble("nothing_there", path=str(place))
    return [*(line for line, _ in told), *heard], all(well for _, well in told)


def _heard(data: Path) -> list[str]:
    """Have a running service read its letterbox now; return what to say of it."""
    letterbox = Letterbox(data)
    zh, en = upload_now(Folders(data))
    if letterbox.is_empty():
        return ["网点服务已读取回执。 The branch service has read the answer."]
    return [f"回执等网点服务读取。{zh} The answer waits for the branch service. {en}"]


def pack_back(data: Path, kind: str) -> tuple[str, bool]:
    """Go back to the pack of a kind that was kept; return what to say, and whether there was one. StoreProblem."""
    shelf = Shelf(data, kind)
    with shelf.held():
        then = shelf.back()
    if then is None:
        return f"{kind}：没有可以退回的版本。\n{kind}: there is nothing to go back to.", False
    return (
        f"{kind}：现在使用{_named(then.label, 'zh')}。\n{kind}: {_named(then.label, 'en')} is in use.",
        True,
    )


def pack_lines(data: Path) -> list[str]:
    """Return a line for each kind of pack: what is in use, what was refused."""
    lines = []
    for standing in _packs(data).standing():
        label, refused = standing.in_use.label, standing.refused
        lines.append(f"{standing.kind}: {_named(label, 'zh')} / {_named(label, 'en')}")
        if refused is not None:
            zh, en = _WHY_REFUSED.get(refused.code, _WHY_REFUSED["other"])
            lines.append(
                f"  第 {refused.version} 版没有采用：{zh} version {refused.version} was not taken: {en}"
            )
            lines += [f"    {line}" for line in (refused.detail or refused.code).splitlines()]
    return lines


def _named(label: Label, language: str) -> str:
    if not label.version:
        return "网点自己的文件" if language == "zh" else "the branch's own files"
    return f"第 {label.version} 版" if language == "zh" else f"version {label.version}"


def _hand_in(data: Path, host: str, file: Path) -> tuple[str, bool]:
    with naming_problems(file), file.open("rb") as content:
        try:
            branch = Carriage(content).head.branch
        except BadCarriage as bad:
            return f"{file.name}: {_why('carriage.bad', bad.code)}", False
        content.seek(0)
        try:
            with closing(HTTPConnection(host, timeout=_PATIENCE_S)) as http:
                http.request("POST", "/v1/carriage", content, {"content-length": str(file.stat().st_size)})
                answer = http.getresponse()
                body, uploads, last = (
                    answer.read(),
                    answer.getheader("kiosk-uploads"),
                    answer.getheader("kiosk-last"),
                )
        except ConnectionRefusedError as error:  # it left its address behind when it was killed
            raise _trouble("no_headquarters", path=str(data)) from error
        except (HTTPException, ConnectionError, TimeoutError) as error:
            raise _trouble("unreachable", detail=str(error)) from error
        if answer.status != _DONE:
            return f"{file.name}: {_why('carriage.bad', _code(body))}", False
        back = file.with_name(f"{branch}{carried.SUFFIX}")
        _write(back, body)
    zh, en = _OUTCOMES.get(last or "", _OUTCOMES["bad"])
    return f"{file.name}: {zh} {en} ({uploads}) → {back.name}", last in {"accepted", "", None}


def _put(data: Path, file: Path, enrolment: Enrolment) -> tuple[str, bool]:
    with naming_problems(file), lent(file, data) as ours, ours.open("rb") as source:
        content = source.read(MOST_BYTES + 1)
    try:
        read_receipts(content, enrolment)
    except BadReceipts as bad:
        return f"{file.name}: {bad}: {_RECEIPTS}", False
    Letterbox(data).put(content)
    return f"{file.name}: 已收下。 Taken.", True


def _take(data: Path, file: Path, enrolment: Enrolment) -> tuple[str, bool]:
    try:
        with lent(file, data) as ours:
            label = _packs(data).take(
                ours, [enrolment.headquarters], enrolment.branch, time.time_ns() // 1_000_000
            )
    except BadPack as bad:
        # One that is for other branches, or here already, is no trouble: a stick goes round.
        zh, en = _WHY_REFUSED.get(bad.code, _WHY_REFUSED["other"])
        return f"{file.name}: {bad}: {zh} {en}", bad.code in {"branch", "version"}
    return f"{file.name}: {label.kind} {_named(label, 'zh')} ✓ {_named(label, 'en')}", True


def _packs(data: Path, branch: str = "") -> Packs:
    """Return the packs of a branch, for a tool: nothing is applied, a running service looks by itself."""
    files = SettingFiles(data, b"", always_open=False)
    files.code = branch
    return Packs(data, [CataloguePack(files)])


def _files(place: Path, suffix: str, branch: str = "") -> list[Path]:
    """Return the files of one sort in a folder, of one branch if it is named; or the one file that `place` is."""
    with naming_problems(place), as_ourselves():
        if place.is_file():
            return [place] if place.name.endswith(suffix) else []
        return sorted(place.glob(f"{branch}*{suffix}")) if place.is_dir() else []


def _write(file: Path, content: bytes) -> None:
    """Write a file onto a stick whole or not at all. OSError as it comes."""
    draft = file.with_name(file.name + ".draft")
    try:
        draft.unlink(missing_ok=True)
        with draft.open("xb") as target:  # no link that lies on a stick is followed
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        draft.replace(file)
        sync(file.parent)
    finally:
        draft.unlink(missing_ok=True)


def _why(table: str, code: str) -> str:
    """Return why a file was not taken: its code, and the words of headquarters' own page in both languages."""
    words = load_words(resources() / "i18n" / "hq.toml")
    texts = (words[language] for language in ("zh", "en"))
    said = [
        t(f"{table}_{code}" if f"{table}_{code}" in t.texts else f"{table}_other", code=code) for t in texts
    ]
    return " ".join((f"{code}:", *said))


def _code(body: bytes) -> str:
    try:
        return str(json.loads(body)["code"])
    except (ValueError, KeyError, TypeError):
        return "unreadable"


def _trouble(code: str, **values: str) -> ServiceTrouble:
    return ServiceTrouble(code, _WORDS[code].format(**values))
