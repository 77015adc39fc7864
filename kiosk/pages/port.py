"""What the pages need of the branch service, and nothing more of it."""

from collections.abc import AsyncIterator, Callable, Sequence
from typing import Protocol, TypeVar

from kiosk.branch.packs.shelf import Standing
from kiosk.branch.upload.told import Told
from kiosk.domain.branch_plan import BranchPlan
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.day import Day
from kiosk.domain.rating import RatingForm
from kiosk.domain.search import Keys
from kiosk.domain.setting import Setting
from kiosk.records.connection import Connection

T = TypeVar("T")


class Changes(Protocol):
    """Says that something happened, never what."""

    def changes(self) -> AsyncIterator[int]:
        """Yield the latest seq after each change, and 0 as a heartbeat in silence; end when the service stops."""
        ...


class Branch(Protocol):
    """The branch service as the pages see it: they look, and never write. Commands go to /v1/requests."""

    @property
    def catalogue(self) -> Catalogue:
        """The services of the branch."""
        ...

    @property
    def plan(self) -> BranchPlan:
        """Its zones, counters and hours."""
        ...

    @property
    def search(self) -> tuple[Keys, ...]:
        """What finds each service by what people say."""
        ...

    @property
    def hub(self) -> Changes:
        """Where changes are heard of."""
        ...

    async def look(self, read: Callable[[Day, int], T], /) -> T:
        """Return `read(day, now_ms)`; it must be quick, change nothing and keep no part of the day."""
        ...


class RecordedBranch(Branch, Protocol):
    """A branch whose history may be read as well: what the manager's page needs beyond the day."""

    @property
    def rating_form(self) -> RatingForm:
        """What the exit asks, in the branch's own words."""
        ...

    async def records(self, read: Callable[[Connection], T], /) -> T:
        """Return `read(connection)`, over a read-only connection and beside the lane: it may take its time."""
        ...

    async def sync(self) -> Told | None:
        """Return how the way to headquarters stands; None: this branch has none."""
        ...

    @property
    def packs(self) -> Callable[[], Sequence[Standing]]:
        """What tells how the packs from headquarters stand: it reads files."""
        ...


class KeepingBranch(RecordedBranch, Protocol):
    """A branch that keeps reception records: what the reception page needs beyond the day."""

    @property
    def setting(self) -> Setting:
        """The branch's files, with what it promises about personal data."""
        ...
