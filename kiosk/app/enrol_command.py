"""`kiosk enrol`: what is said at the terminal when a branch comes to a headquarters."""

from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from kiosk.branch.upload.enrolling import Brought, NotEnrolled, SixWords, Why
from kiosk.wire.sync.voucher import MOST_BYTES, code_as_typed

AGAIN: Final = frozenset({"no_link", "timeout", "cut", "server", "pressure", "busy", "too_many_tries"})
"""What may be over in a while: the same command is run again."""

WORDS: Final[dict[Why, str]] = {
    "unreadable": "不是接入凭证文件，或文件不完整：请重新从总行下载并完整拷贝。 "
    "This is no voucher, or it was cut short: download it again at headquarters and copy it whole.",
    "newer": "凭证由更新版本的程序签发：请先升级本机程序。 "
    "The voucher was made by a newer program: update this one first.",
    "edited": "凭证内容被改动过，不能使用：请向总行重新索取。 "
    "The voucher was changed since headquarters signed it: ask for another one.",
    "bad_url": "总行地址不对，应像 https://hq.example.com。 "
    "That is no address of a headquarters; it looks like https://hq.example.com.",
    "bad_ca": "--ca 指定的不是证书文件（PEM）。 The file named with --ca is no certificate (PEM).",
    "no_facts": "本网点还没有启动过：请先运行一次 kiosk branch，再接入。 "
    "This branch never started: run `kiosk branch` once, then enrol.",
    "not_confirmed": "六个词没有确认一致，没有保存任何内容。总行页面上可能还列着本网点：请打电话核对，不一致时请总行移除"
    "该网点、收回凭证并检查网络。 "
    "The six words were not confirmed and nothing was kept here. Headquarters' page may still list this branch: "
    "compare by telephone, and if they differ have it taken out there, the voucher withdrawn and the network looked at.",
    "declined": "六个词没有确认一致，没有保存任何内容，总行也已把本网点移出列表。核对清楚后，本机可用同一凭证再接入。 "
    "The six words were not confirmed: nothing was kept here, and headquarters has taken this branch out of its list again. "
    "Once that is cleared up, this machine may enrol with the same voucher.",
    "not_enrolled": "本网点还没有接入总行：请先用接入凭证接入。 "
    "This branch has no headquarters yet: enrol it with a voucher first.",
    "no_link": "连不上总行：请检查网络和地址，再运行一次。 "
    "Headquarters cannot be reached: check network and address, then run this again.",
    "certificate": "总行的证书不可信：请核对地址；行内自建证书请用 --ca 指定。 "
    "Headquarters' certificate is not trusted: check the address, or name the bank's own authority "
    "with --ca.",
    "timeout": "总行没有及时答复，请再运行一次，不会重复登记。 "
    "Headquarters did not answer in time: run this again, nothing is counted twice.",
    "cut": "连接中断，请再运行一次，不会重复登记。 "
    "The connection broke: run this again, nothing is counted twice.",
    "server": "总行出错了，请稍后再运行一次。 Headquarters failed: run this again later.",
    "pressure": "总行正忙，请稍后再运行一次。 Headquarters is busy: run this again later.",
    "busy": "总行正忙，请稍后再运行一次。 Headquarters is busy: run this again later.",
    "stranger": "答复的不是凭证上的总行：请核对地址；地址正确时请报告总行。 "
    "Whoever answered is not the headquarters of the voucher: check the address; if it is right, tell "
    "headquarters.",
    "bad_request": "总行看不懂这个请求：请检查两边的程序版本。 "
    "Headquarters does not understand: compare the versions of both programs.",
    "bad_voucher": "总行不认这个凭证：请向总行重新索取。 "
    "Headquarters does not know this voucher: ask for another one.",
    "wrong_code": "接入码不对：请核对后重试。 The code is wrong: look at it again.",
    "too_many_tries": "输错次数太多，请稍后再试。 Too many wrong codes: try again later.",
    "expired": "凭证已过期：请向总行重新索取。 The voucher is out of date: ask for another one.",
    "used_up": "凭证的次数已用完：请向总行重新索取。 Every use of the voucher was made: ask for another one.",
    "withdrawn": "凭证已被总行收回：请向总行重新索取。 "
    "Headquarters has withdrawn the voucher: ask for another one.",
    "other_site": "凭证不是给本网点的：请核对网点代码，或向总行索取本网点的凭证。 "
    "The voucher is for another branch: compare the branch code, or ask for one of your own.",
    "demonstration": "这是演示数据，只能接入演示总行。 "
    "This is a demonstration: only a demonstration headquarters takes it in.",
    "real": "这是真实网点，不能接入演示总行。 "
    "This is a real branch: a demonstration headquarters does not take it in.",
    "taken": "总行已登记了另一台使用同一网点代码的机器：更换机器请先让总行在页面上点“允许换机”。 "
    "Headquarters knows another machine under this branch code: if this one replaces it, have that "
    "allowed on headquarters' page first.",
    "revoked": "本网点已被总行停用：请与总行联系，恢复后再运行一次。 "
    "Headquarters has revoked this branch: ask there, and run this again once it is allowed.",
    "wrong_key": "总行不认本网点的密钥：请与总行核对后重新接入。 "
    "Headquarters does not know this branch's key: compare with headquarters and enrol again.",
}


def brought(voucher: Path | None, url: str, code: str, ca: Path | None) -> Brought:
    """Return what a branch comes with: a voucher's file, or else a code and an address.

    Raises:
        OSError: a file cannot be read.
        NotEnrolled: `unreadable`, the voucher is empty; `bad_ca`, there is no certificate in the file.
    """
    if voucher is not None:
        with voucher.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        if not content:
            raise NotEnrolled("unreadable")
        return Brought(file=content)
    return Brought(code=code_as_typed(code), url=url, ca_pem=_certificates(ca) if ca else "")


def _certificates(file: Path) -> str:
    """Return the certificates of a PEM file, and nothing else that stands in it."""
    try:
        found = x509.load_pem_x509_certificates(file.read_bytes())
    except ValueError as error:
        raise NotEnrolled("bad_ca") from error
    return b"".join(one.public_bytes(Encoding.PEM) for one in found).decode()


def said(problem: NotEnrolled) -> str:
    """Return a refusal in one line: its code, and what to do in both languages."""
    wait = f" {problem.wait_s} 秒后 In {problem.wait_s} s." if problem.wait_s else ""
    return f"kiosk: {problem.why}: {WORDS[problem.why]}{wait}"


def shown(words: SixWords) -> str:
    """Return the six words as they are read out over the telephone, a line for each language."""
    numbered = [" ".join(f"{at} {word}" for at, word in enumerate(each, 1)) for each in (words.zh, words.en)]
    return f"  {numbered[0]}\n  {numbered[1]}"
