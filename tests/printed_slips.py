"""Slips of a reception as the branch service makes them up, and their parts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from kiosk.branch.printing.slip_content import slip_of, slip_words
from kiosk.domain import requests as r
from kiosk.domain.answers import Done
from kiosk.domain.slip import Banner, Line, Slip

if TYPE_CHECKING:
    from kiosk.domain.setting import Setting
    from tests.reception import Reception

Kind = TypeVar("Kind")
WORDS = slip_words()


def printed(room: Reception, slip: str, setting: Setting | None = None) -> Slip:
    """Return a slip of this day; with other files than those it began with, if `setting` is told."""
    return slip_of(room.day, slip, setting or room.setting, WORDS)


def parts(slip: Slip, kind: type[Kind]) -> list[Kind]:
    """Return the blocks of one kind, in order."""
    return [block for block in slip.blocks if isinstance(block, kind)]


def lines(slip: Slip) -> list[str]:
    """Return the texts of its lines."""
    return [line.text for line in parts(slip, Line)]


def banners(slip: Slip) -> list[str]:
    """Return what its banners say."""
    return [banner.text for banner in parts(slip, Banner)]


def guide(room: Reception, service: str = "deposit", **fields: Any) -> str:  # noqa: ANN401 - any fields of the request
    """Ask for a guidance slip and return which it is; of a visit if `visit` is told."""
    request = r.PrintGuide(service="" if "visit" in fields else service, **fields)
    answer = room.did(request, "entrance")
    assert isinstance(answer, Done)
    return answer.about


def without(setting: Setting, *services: str) -> Setting:
    """Return the setting after services left the catalogue."""
    left = {code: service for code, service in setting.catalogue.services.items() if code not in services}
    return replace(setting, catalogue=replace(setting.catalogue, services=left))
