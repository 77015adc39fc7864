"""What a decision may look at besides the day: the branch's setting, the moment, and who asks."""

from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.domain.branch_plan import BranchPlan
from kiosk.domain.catalogue import Catalogue, Text
from kiosk.domain.floor import Floor
from kiosk.domain.privacy import Kept, Privacy
from kiosk.domain.rating import RatingQuestion, RatingReason
from kiosk.domain.register import Register
from kiosk.domain.requests import By


@dataclass(frozen=True, slots=True)
class Setting:
    """The branch as its files describe it, and the secret its check codes are made with."""

    catalogue: Catalogue
    plan: BranchPlan
    rating_questions: tuple[RatingQuestion, ...]
    secret: bytes
    floor: Floor | None = None
    """The branch seen from above; None where its map cannot be read, and then slips show none."""
    rating_reasons: tuple[RatingReason, ...] = ()
    notices: tuple[Text, ...] = ()
    """What the branch tells everybody on the hall screen."""
    privacy: Privacy | None = None
    """What is promised about personal data; without it no contact data is kept."""


def _nothing_kept(_: str) -> Kept | None:
    return None


@dataclass(frozen=True, slots=True)
class Moment:
    """Service time, who asks, fresh ids, and what outlives the day: all that would make a rule impure, passed in."""

    now_ms: int
    by: By
    new_id: Callable[[], str]
    register: Register = field(default_factory=Register)
    """Staff and devices as they are; not to be changed."""
    kept: Callable[[str], Kept | None] = _nothing_kept
    """Looks a record of personal data up by its id, without opening it."""
