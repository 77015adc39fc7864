"""Everybody who comes to a reception or works there, asking by chance: fitting things mostly, and impossible ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any, Final, TypeVar

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.check_code import check_code
from kiosk.domain.visit import AT_COUNTER, LegStatus
from tests.reception import HOUR_MS, SECRET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.reception import Reception

T = TypeVar("T")
SERVICES: Final = ["deposit", "deposit", "transfer", "wealth", "payroll", "haircut"]
COUNTERS: Final = ["1", "1", "2", "2", "3", "4", "9"]
NEEDS: Final[list[Any]] = [(), (), ("elderly",), ("disabled",), ("pregnant", "elderly")]
MOSTLY_STAFF: Final = ["reception"] * 12 + ["entrance", "exit", "hall", "system"]
AT_THE_EXIT: Final = ["exit", "exit", "exit", "reception"]
REPORTS: Final[list[f.PrintStatus]] = ["queued", "sending", "sending", "printed", "unknown", "failed"]

Step = Callable[[str, int], r.Request]
S = LegStatus
STEPS: Final[list[Step]] = [r.AnnounceAgain, r.StartService, r.FinishService, r.PassTicket, r.VoidTicket]
FITTING: Final[dict[LegStatus, list[Step]]] = {
    S.WAITING: [r.ParkTicket, r.AbandonTicket],
    S.CALLED: [r.StartService, r.StartService, r.StartService, r.PassTicket, r.PassTicket, r.AnnounceAgain],
    S.SERVING: [r.FinishService, r.FinishService, r.FinishService, r.ParkTicket, r.AbandonTicket],
    S.PASSED: [r.ReturnTicket, r.ReturnTicket, r.VoidTicket],
    S.PARKED: [r.ReturnTicket],
    S.PLANNED: [r.AbandonTicket],
}


class Everybody:
    """Asks what comes to mind; the same seed at the same moment asks the same."""

    def __init__(
        self,
        room: Reception,
        ask: Callable[[r.Request, str], object],
        time_goes_by: Callable[[int], None],
    ) -> None:
        """Look at `room`, ask through `ask` (with a role) and let ms go by through `time_goes_by`."""
        self.room, self._ask, self._time_goes_by = room, ask, time_goes_by
        self.chance = Random()

    def ask(self, request: r.Request, role: str = "reception") -> None:
        self._ask(request, role)

    def begin(self, seed: int) -> None:
        """Open counters and want the first tickets."""
        self.chance.seed(seed)
        self.room.open("1", "2", "3")
        for _ in range(4):
            self.a_ticket_is_wanted()

    def usual_things(self, seed: int, count: int) -> Iterator[Callable[[], None]]:
        """Yield things that happen on a day, up to ten minutes after one another."""
        self.chance.seed(seed + len(self.room.recorded))  # the same seed later means other things
        for thing in self.chance.choices(list(USUAL), weights=list(USUAL.values()), k=count):
            self._time_goes_by(self.chance.randrange(10 * 60_000))
            yield partial(thing, self)

    def the_next_morning_comes(self) -> None:
        self._time_goes_by(20 * HOUR_MS)
        self.ask(r.OpenCounter("1"))
        self.ask(r.OpenCounter("2"))

    def the_day_is_closed(self) -> None:
        self.ask(r.CloseDay())

    def the_day_is_taken_back(self) -> None:
        self.ask(r.ReopenDay())
        self.ask(r.OpenCounter("1"))

    def a_ticket_is_wanted(self) -> None:
        vip = self.chance.random() < 0.1
        request = r.IssueTicket(self.pick(SERVICES), care_needs=self.pick(NEEDS), vip=vip)
        self.ask(request, self.pick(MOSTLY_STAFF))

    def another_service_is_wanted(self) -> None:
        self.ask(r.AddService(self.a_visit(), self.pick(SERVICES)))

    def a_counter_opens(self) -> None:
        self.ask(r.OpenCounter(self.pick(COUNTERS)))

    def a_counter_closes(self) -> None:
        self.ask(r.CloseCounter(self.pick(COUNTERS)))

    def a_counter_calls_the_next(self) -> None:
        self.ask(r.CallNext(self.pick(COUNTERS)))

    def a_step_is_taken(self) -> None:
        leg, version = self.a_leg()
        known = self.room.day.legs.get(leg)
        steps = FITTING.get(known.status, STEPS) if known and self.chance.random() < 0.9 else STEPS
        self.ask(self.pick(steps)(leg, version), self.pick(MOSTLY_STAFF))

    def a_ticket_is_picked(self) -> None:
        self.ask(r.CallTicket(self.pick(COUNTERS), *self.a_leg()))

    def a_ticket_is_sent_on(self) -> None:
        self.ask(r.TransferTicket(*self.a_leg(), self.pick(SERVICES), self.pick(["", "", "2", "4"])))

    def a_visit_is_rated(self) -> None:
        visit = self.a_visit()
        check = check_code(SECRET, visit) if self.chance.random() < 0.8 else "none"
        self.ask(r.RateVisit(visit, check, self.chance.randrange(7)), self.pick(AT_THE_EXIT))

    def the_printer_reports(self) -> None:
        slip = self.pick(["none", *self.room.day.visit_of_slip, *self.room.day.guides])
        self.ask(r.ReportPrint(slip, self.pick(REPORTS)), "system")

    def paper_is_wanted_again(self) -> None:
        self.ask(r.Reprint(self.a_visit()))

    def guidance_is_wanted(self) -> None:
        self.ask(r.PrintGuide(self.a_visit()), "entrance")
        self.ask(r.PrintGuide(service=self.pick(SERVICES), language="en"), "entrance")

    def the_printer_is_found(self) -> None:
        self.ask(r.ReportPrinter("main", self.pick(["ready", "near_end", "paper_out"])), "system")

    def a_low_rating_is_seen_to(self) -> None:
        self.ask(r.AnswerRating(self.pick(["nobody", *self.room.day.ratings])), "manager")

    def the_branch_is_checked(self) -> None:
        self.ask(r.ReportCheck({"disk": self.pick(["ok", "low"])}), "system")
        self.ask(r.ReportKeeping(self.room.day.date, "verified", "written"), "system")

    def a_step_is_reached(self) -> None:
        self.ask(r.ReachStep(*self.a_leg(), self.pick(["apply", "review", "handle", "confirm", "feedback"])))

    def care_is_marked(self) -> None:
        self.ask(r.MarkCare(self.a_visit(), self.pick(NEEDS), vip=self.chance.random() < 0.1))

    def a_record_is_kept(self) -> None:
        self.ask(r.KeepRecord(self.a_visit(), words=self.pick(["", "想补登存折"]), phone="13800000000"))

    def people_and_devices_come_and_go(self) -> None:
        badge = self.pick(["1024", "1025"])
        of_office: list[r.Request] = [r.AddStaff(badge, ("teller",)), r.RemoveStaff(badge)]
        of_technician: list[r.Request] = [r.InviteDevice("c-1", "counter", "1"), r.RevokeDevice("c-1")]
        of_door: list[r.Request] = [r.SignIn(badge), r.SignOut(badge), r.PairDevice("c-1")]
        for role, asked in (("office", of_office), ("technician", of_technician), ("door", of_door)):
            self.ask(self.pick(asked), role)

    def a_person_is_called(self) -> None:
        self.ask(r.CallHelp(self.pick(["entrance", "exit"])), "entrance")

    def a_person_comes(self) -> None:
        self.ask(r.AnswerHelp(self.pick(["nothing", *self.room.day.helps])))

    def pick(self, choices: Sequence[T]) -> T:
        return self.chance.choice(choices)

    def a_visit(self) -> str:
        """Return a visit, or nobody; those with something finished more often."""
        served = [leg.visit for leg in self.room.day.legs.values() if leg.status is LegStatus.FINISHED]
        return self.pick(["nobody", *self.room.day.visits, *2 * served])

    def a_leg(self) -> tuple[str, int]:
        """Return a leg, those at a counter more often, and its version or now and then the one before."""
        at_counter = [leg.id for leg in self.room.day.active.values() if leg.status in AT_COUNTER]
        leg = self.pick(["none", *list(self.room.day.legs)[:2], *self.room.day.active, *4 * at_counter])
        version = self.room.leg(leg).version if leg in self.room.day.legs else 1
        return leg, version - (self.chance.random() < 0.1)


USUAL: Final[dict[Callable[[Everybody], None], int]] = {
    Everybody.a_ticket_is_wanted: 6,
    Everybody.another_service_is_wanted: 3,
    Everybody.a_counter_opens: 3,
    Everybody.a_counter_closes: 1,
    Everybody.a_counter_calls_the_next: 8,
    Everybody.a_step_is_taken: 16,
    Everybody.a_ticket_is_picked: 3,
    Everybody.a_ticket_is_sent_on: 2,
    Everybody.a_visit_is_rated: 3,
    Everybody.the_printer_reports: 2,
    Everybody.paper_is_wanted_again: 1,
    Everybody.guidance_is_wanted: 1,
    Everybody.the_printer_is_found: 1,
    Everybody.a_low_rating_is_seen_to: 1,
    Everybody.the_branch_is_checked: 1,
    Everybody.a_step_is_reached: 3,
    Everybody.care_is_marked: 2,
    Everybody.a_record_is_kept: 1,
    Everybody.people_and_devices_come_and_go: 1,
    Everybody.a_person_is_called: 1,
    Everybody.a_person_comes: 1,
    Everybody.the_next_morning_comes: 1,
    Everybody.the_day_is_closed: 1,
    Everybody.the_day_is_taken_back: 3,
}
"""What happens on a day, and how often."""
