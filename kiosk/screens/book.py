"""What the branch told a screen about itself: its services, its places and its rating questions."""

from dataclasses import dataclass
from typing import Literal

import msgspec

from kiosk.domain.branch_plan import BranchPlan, Zone
from kiosk.domain.catalogue import Catalogue, Text
from kiosk.domain.rating import RatingQuestion, RatingReason
from kiosk.domain.search import Keys


@dataclass(frozen=True, slots=True)
class Book:
    """Everything a screen shows that is neither of the day nor of the customer."""

    catalogue: Catalogue
    plan: BranchPlan
    rating_questions: tuple[RatingQuestion, ...]
    search: tuple[Keys, ...] = ()
    """What finds each service; none from a branch service that does not tell it yet."""
    printer: Literal["folder", "paper"] = "folder"
    """What slips come out on: pictures in a folder, or paper."""
    rating_reasons: tuple[RatingReason, ...] = ()
    notices: tuple[Text, ...] = ()
    """What the hall screen tells everybody."""

    def zone(self, code: str) -> Zone | None:
        """Return a zone of the branch, None if it has none of that code."""
        return next((zone for zone in self.plan.zones if zone.code == code), None)


_decoder = msgspec.json.Decoder(Book)


def decode_book(data: bytes) -> Book:
    """Return the book in `data`; msgspec.MsgspecError if it is none."""
    return _decoder.decode(data)
