"""A reception as the pages see the branch service: they look at its day and hear of its changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from kiosk.branch.search_keys import search_keys
from kiosk.domain import requests as r
from kiosk.domain.rating import RatingForm
from kiosk.records.database.connect import tables_in_memory
from kiosk.records.project import project
from tests.reception import Reception

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from kiosk.branch.packs.shelf import Standing
    from kiosk.branch.upload.told import Told
    from kiosk.domain.branch_plan import BranchPlan
    from kiosk.domain.catalogue import Catalogue
    from kiosk.domain.day import Day
    from kiosk.domain.search import Keys
    from kiosk.domain.visit import Leg
    from kiosk.records.connection import Connection

T = TypeVar("T")


class House(Reception):
    """A branch with every counter still closed. It is its own hub, which tells of one change and one silence."""

    way: Told | None = None
    """How the way to headquarters stands."""

    @property
    def catalogue(self) -> Catalogue:
        return self.setting.catalogue

    @property
    def plan(self) -> BranchPlan:
        return self.setting.plan

    @property
    def search(self) -> tuple[Keys, ...]:
        return search_keys(self.catalogue)

    @property
    def hub(self) -> House:
        return self

    @property
    def rating_form(self) -> RatingForm:
        return RatingForm(self.setting.rating_questions, self.setting.rating_reasons)

    async def records(self, read: Callable[[Connection], T], /) -> T:
        conn = tables_in_memory()
        for one in self.recorded:
            project(conn, self.day.branch, one)
        return read(conn)

    def packs(self) -> Sequence[Standing]:
        return ()

    async def sync(self) -> Told | None:
        return self.way

    async def changes(self) -> AsyncIterator[int]:
        for seq in (7, 0):
            yield seq

    async def look(self, read: Callable[[Day, int], T], /) -> T:
        return read(self.day, self.now_ms)

    def ticket(self, service: str = "deposit", *needs: str, vip: bool = False) -> Leg:
        """Issue a ticket and return its leg."""
        return self.leg(self.issue(service, care_needs=needs, vip=vip).leg)

    def called(self, counter: str = "1") -> Leg:
        """Call the next to a counter and return the leg."""
        return self.leg(self.call(counter).leg)

    def stepped(self, request: Callable[..., r.Request], leg: Leg) -> Leg:
        """Take a step with a leg and return it as it is then."""
        self.step(request, leg.id)
        return self.leg(leg.id)
