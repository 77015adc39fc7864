"""What a screen learns of the branch at its start."""

from typing import Literal

import msgspec

from kiosk.domain.search import Keys
from kiosk.domain.setting import Setting

PrinterKind = Literal["folder", "paper"]
"""`folder`: there is no printer, slips are kept as pictures. Screens say so instead of asking to take the paper."""


def catalogue_json(setting: Setting, search: tuple[Keys, ...], printer: PrinterKind = "folder") -> bytes:
    """Return what a screen learns of the branch at its start: the `Book` of kiosk.screens."""
    return msgspec.json.encode(
        {
            "catalogue": setting.catalogue,
            "plan": setting.plan,
            "rating_questions": setting.rating_questions,
            "search": search,
            "printer": printer,
            "rating_reasons": setting.rating_reasons,
            "notices": setting.notices,
        }
    )
