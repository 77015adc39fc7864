"""What somebody asks for on the packs page, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from kiosk.hq.packs import Wish
from kiosk.hq.pages.speech import ZONE
from kiosk.web.forms import Form
from kiosk.web.words import Words
from kiosk.wire.sync.pack import EVERY_BRANCH

_CODES: Final = re.compile(r"[\s,;\uff0c\uff1b\u3001]+")
_LONGEST: Final = 15_000


@dataclass(frozen=True, slots=True)
class Fields:
    """What stands in the form, as it was sent."""

    whom: str = "some"
    sites: str = ""
    expires: str = ""


@dataclass(frozen=True, slots=True)
class Amiss:
    """What cannot be done: `why` is `sites`, `unknown`, `expires`, `nothing` or the code of a BadPack."""

    why: str
    detail: str = ""


def said(t: Words, amiss: Amiss) -> str:
    """Return in words what cannot be done; a code of a later program is named."""
    key = f"packs.amiss.{amiss.why}"
    return t(key, detail=amiss.detail) if key in t.texts else t("packs.amiss.other", detail=amiss.why)


def fields_of(form: Form) -> Fields:
    """Return what was sent."""
    return Fields(form.one("whom") or "some", form.one("sites", _LONGEST), form.one("expires"))


def asked_for(fields: Fields, known: Collection[str], now_ms: int) -> Wish | Amiss:
    """Return for whom and until when, or what is wrong with it; `known` are the codes of all branches."""
    branches: tuple[str, ...] = (EVERY_BRANCH,)
    if fields.whom != "all":
        branches = tuple(dict.fromkeys(filter(None, _CODES.split(fields.sites))))
        if not branches:
            return Amiss("sites")
        strange = [code for code in branches if code not in known]
        if strange:
            return Amiss("unknown", " ".join(strange[:10]))
    expires_ms = _end_of(fields.expires)
    if expires_ms is None or 0 < expires_ms <= now_ms:
        return Amiss("expires")
    return Wish("catalogue", branches, expires_ms)


def _end_of(day: str) -> int | None:
    """Return the end of a day (ISO) by headquarters' clock in UTC ms; 0 for no day, None for no date."""
    if not day:
        return 0
    try:
        after = date.fromisoformat(day) + timedelta(days=1)
        return int(datetime(after.year, after.month, after.day, tzinfo=ZONE).timestamp() * 1000)
    except (ValueError, OverflowError):
        return None
