"""Slips to draw in tests: a plain one and its English twin, and text nobody should be able to print as it is."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any, TypeVar

from kiosk.domain.advice import Advice
from kiosk.domain.guide_slip import GuideContent, guide_slip
from kiosk.domain.slip import Map, MapRoom, Place, Slip, Tick
from kiosk.domain.ticket_slip import TicketContent, ticket_slip
from kiosk.resources import resources

WORDS: dict[str, dict[str, str]] = tomllib.loads(
    (resources() / "i18n" / "slip.toml").read_text(encoding="utf-8")
)
Content = TypeVar("Content", TicketContent, GuideContent)

CODE = "K1.DEMO01.20261121.019a9f0c3b7a7c2e8f0123456789abcd.ABCDEFGHIJKLM"
HOSTILE = "\u202e支\x00行\x1b@\u200b日\ud800月\u2066<b>{count}%s\r\n\t" + "z\u0335\u0301\u0323" * 30

ADVICE = Advice(
    language="zh",
    bank="示范银行",
    branch="日月路支行",
    service="个人开户",
    service_for_staff="",
    zone_letter="A",
    zone="个人业务区",
    way="进门左转，沿蓝色地线走",
    floor=None,
    materials=(
        Tick("身份证", ticked=True, note="原件，在有效期内"),
        Tick("手机", ticked=False, note="接收短信验证码"),
    ),
    maybe=("户口簿", "授权委托书"),
    steps=(("申请", "填写申请表"), ("审核", "核对证件"), ("办理", ""), ("确认", "签字"), ("反馈", "领卡")),
    hints=("姓名请与身份证上的一致。",),
    aftercare="银行卡当天就能使用。",
    demonstration=False,
)

CHINESE = TicketContent(
    advice=ADVICE,
    number="A012",
    check_code="4821",
    ahead=3,
    wait=(8, 15),
    favoured=False,
    issued=datetime(2026, 11, 21, 9, 32),  # noqa: DTZ001  # local time of the branch, as printed
    business_date=date(2026, 11, 20),
    code=CODE,
    reprint=False,
)

ENGLISH = replace(
    CHINESE,
    advice=replace(
        ADVICE,
        language="en",
        bank="Model Bank",
        branch="Riyue Road Branch",
        service="Open a personal account",
        service_for_staff="个人开户",
        zone="Personal services",
        way="Turn left at the door and follow the blue line",
        materials=(Tick("ID card", ticked=True, note="original, not expired"), Tick("Phone", ticked=False)),
        maybe=("Household register", "Letter of authorisation"),
        steps=(("Apply", "Fill in the form"), ("Review", "The teller checks your ID")),
        hints=("Write your name exactly as on your ID card.",),
        aftercare="Your card works from today.",
    ),
)

GUIDE = GuideContent(advice=ADVICE, number="A012", printed=CHINESE.issued)


_PLAN = (
    ("L", 18, 18, 86, 75),
    ("P", 114, 18, 128, 57),
    ("G", 252, 18, 90, 57),
    ("S", 18, 105, 74, 101),
    ("W", 134, 97, 104, 45),
    ("N", 100, 197, 36, 17),
)
WAYS: dict[str, tuple[tuple[float, float], ...]] = {
    "P": ((118, 204), (118, 89), (122, 85), (214, 85), (218, 81), (218, 58)),
    "S": ((118, 204), (118, 178), (114, 174), (58, 174)),
    "": ((118, 204), (118, 141), (122, 137)),
}
"""By the letter of the room each ends in."""


def branch_map(here: str = "P") -> Map:
    """Return a small branch seen from above, with the way to the room `here`."""
    rooms = (MapRoom(letter, x, y, width, height, letter == here) for letter, x, y, width, height in _PLAN)
    return Map(tuple(rooms), WAYS[here], 360, 234)


def with_map(drawn: Slip, here: str = "P") -> Slip:
    """Return the slip with a map below the place to go to."""
    at = next(at for at, block in enumerate(drawn.blocks, 1) if isinstance(block, Place))
    return replace(drawn, blocks=(*drawn.blocks[:at], branch_map(here), *drawn.blocks[at:]))


def slip(content: TicketContent = CHINESE, **changes: Any) -> Slip:  # noqa: ANN401  # any field of the content
    """Return the slip of a ticket with some fields of `content`, or of the advice in it, changed."""
    return ticket_slip(_changed(content, changes), WORDS[content.advice.language])


def guide(content: GuideContent = GUIDE, **changes: Any) -> Slip:  # noqa: ANN401  # any field of the content
    """Return the guidance slip with some fields of `content`, or of the advice in it, changed."""
    return guide_slip(_changed(content, changes), WORDS[content.advice.language])


def _changed(content: Content, changes: dict[str, Any]) -> Content:
    inner = {name: changes[name] for name in changes if name in Advice.__slots__}
    outer = {name: changes[name] for name in changes if name not in inner}
    return replace(content, advice=replace(content.advice, **inner), **outer)


def slip_texts(drawn: Slip) -> list[str]:
    """Return every text of a slip's blocks, however deep, but not the code to scan."""
    return [text for block in drawn.blocks for text in _texts(asdict(block) | {"payload": ""})]


def _texts(value: object) -> list[str]:
    match value:
        case str():
            return [value]
        case dict():
            return _texts([*value.values()])
        case list() | tuple():
            return [text for each in value for text in _texts(each)]
        case _:
            return []


def hostile_texts(text: str) -> dict[str, Any]:
    """Return the advice's fields with `text` wherever somebody's words can stand."""
    floor = branch_map()
    return {
        "bank": text,
        "branch": text,
        "service": text,
        "service_for_staff": text,
        "zone_letter": text,
        "zone": text,
        "way": text,
        "floor": replace(floor, rooms=tuple(replace(room, letter=text) for room in floor.rooms)),
        "materials": (Tick(text, ticked=True, note=text),),
        "maybe": (text, text),
        "steps": ((text, text),),
        "hints": (text,),
        "aftercare": text,
    }


def hostile_slip(text: str = HOSTILE) -> Slip:
    """Return a slip with `text` wherever somebody's words can stand."""
    return slip(check_code=text, **hostile_texts(text))


def hostile_guide(text: str = HOSTILE) -> Slip:
    """Return a guidance slip with `text` wherever somebody's words can stand."""
    return guide(number=text, **hostile_texts(text))
