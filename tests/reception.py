"""A reception for tests of the rules: the shipped branch, a clock turned by hand, and anybody who asks."""

from __future__ import annotations

from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from kiosk.branch.setting_files import load_setting
from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Answer, Called, Done, Issued, Refusal
from kiosk.domain.day import Day
from kiosk.domain.rules import decide
from kiosk.domain.rules.days import roll
from kiosk.domain.setting import Moment, Setting
from kiosk.domain.visit import LegStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kiosk.domain.visit import Leg, Visit

NINE_MS: Final = 1_793_581_200_000
"""Monday 2026-11-02, 09:00 in Shanghai: the shipped branch opens."""
MINUTE_MS: Final = 60_000
WAIT_MIN: Final = 4
"""How long the legs that `leg_in` gives have waited."""
HOUR_MS: Final = 60 * MINUTE_MS
SECRET: Final = bytes(range(32))

TABLET: Final = r.By("reception", "tablet-1")

SAMPLES: Final[list[r.Request]] = [
    r.IssueTicket("deposit"),
    r.AddService("visit", "deposit"),
    r.OpenCounter("1"),
    r.CloseCounter("1"),
    r.CallNext("1"),
    r.CallTicket("1", "leg", 1),
    r.AnnounceAgain("leg", 1),
    r.PassTicket("leg", 1),
    r.ReturnTicket("leg", 1),
    r.VoidTicket("leg", 1),
    r.AbandonTicket("leg", 1),
    r.ParkTicket("leg", 1),
    r.TransferTicket("leg", 1, "deposit"),
    r.StartService("leg", 1),
    r.FinishService("leg", 1),
    r.RateVisit("visit", "0000", 5),
    r.AnswerRating("visit"),
    r.Reprint("visit"),
    r.PrintGuide(service="deposit"),
    r.CallHelp("entrance"),
    r.AnswerHelp("help"),
    r.CloseDay(),
    r.ReopenDay(),
    r.ReportPrint("slip", "printed"),
    r.ReportPrinter("main", "near_end"),
    r.ReportCheck({"disk": "ok"}),
    r.ReportKeeping("2026-11-02", "verified", "written"),
    r.ReachStep("leg", 1, "review"),
    r.AddStaff("7788", ("teller",)),
    r.ChangeRoles("7788", ("reception",)),
    r.RemoveStaff("7788"),
    r.SetPin("7788", temporary=True),
    r.LockStaff("7788", 10),
    r.SignIn("7788"),
    r.SignOut("7788"),
    r.InviteDevice("counter-1", "counter", "1"),
    r.PairDevice("counter-1"),
    r.RevokeDevice("counter-1"),
    r.ReadPaper("report", "2026-11-02"),
    r.DoMaintenance("printer_tested", "printed"),
    r.MarkCare("visit", ("elderly",)),
    r.KeepRecord("visit", "王女士", "13800000000", consent="2026-11"),
    r.ReadRecord("record", "call_back"),
    r.ReportSearch(1),
    r.ForgetRecord("record", "mistake"),
    r.ReportPurge("2026-11-02", "contact", 3),
    r.ReportCare("2026-11-02", {"elderly": 2}),
]
"""One request of every kind; whether the day can grant it does not matter here."""


@cache
def shipped_setting() -> Setting:
    """Return the branch that ships, with its own hours."""
    return load_setting(SECRET, always_open=False)


class Reception:
    """Lets requests be decided and their facts happen, as the desk does, with nothing written down.

    `recorded` is everything that happened; `told` holds the facts of the last request alone, none after a refusal.
    """

    def __init__(self, setting: Setting | None = None, at_ms: int = NINE_MS) -> None:
        self.setting = setting or shipped_setting()
        self.day = Day()
        self.now_ms = at_ms
        self.recorded: list[f.Recorded] = []
        self.told: tuple[f.Fact, ...] = ()
        self._ids = (str(UUID(int=n)) for n in count(1))
        self.happen([f.EpochStarted(self.setting.plan.code, "born", demonstration=False)])
        self.keep_day()

    def new_id(self) -> str:
        return next(self._ids)

    def keep_day(self) -> None:
        """Let the day be closed and opened if it is time, as every request does."""
        self.happen(roll(self.day, self.setting, self.now_ms))

    def happen(self, facts: Iterable[f.Fact], by: r.By = TABLET) -> None:
        for fact in facts:
            seq = len(self.recorded) + 1
            one = f.Recorded(
                "00" * 8, seq, self.new_id(), self.day.date, self.now_ms, by.actor, by.device, fact
            )
            self.recorded.append(one)
            self.day.apply(one)

    def ask(self, request: r.Request, role: str = "reception", *, badge: str = "") -> Answer:
        """Ask from a device of a role, called `<role>-1`; what is decided happens at once."""
        self.keep_day()
        by = r.By(role, f"{role}-1", badge)
        decision = decide(self.day, request, self.setting, Moment(self.now_ms, by, self.new_id))
        self.told = () if isinstance(decision, Refusal) else decision.facts
        self.happen(self.told, by)
        return decision if isinstance(decision, Refusal) else decision.answer

    def wait(self, minutes: float = 0, *, ms: int = 0) -> None:
        self.now_ms += round(minutes * MINUTE_MS) + ms

    def leg(self, leg: str) -> Leg:
        return self.day.legs[leg]

    def visit(self, visit: str) -> Visit:
        return self.day.visits[visit]

    # Requests that are carried out, for arranging

    def did(self, request: r.Request, role: str = "reception", *, badge: str = "") -> Answer:
        """Ask for something that must not be refused."""
        answer = self.ask(request, role, badge=badge)
        assert not isinstance(answer, Refusal), answer
        return answer

    def issue(
        self,
        service: str = "deposit",
        role: str = "reception",
        badge: str = "",
        **fields: Any,  # noqa: ANN401 - any fields of the request
    ) -> Issued:
        answer = self.did(r.IssueTicket(service, **fields), role, badge=badge)
        assert isinstance(answer, Issued)
        return answer

    def open(self, *counters: str) -> None:
        for counter in counters:
            self.did(r.OpenCounter(counter))

    def call(self, counter: str = "1") -> Called:
        answer = self.did(r.CallNext(counter))
        assert isinstance(answer, Called)
        return answer

    def step(self, request: Callable[..., r.Request], leg: str, **fields: Any) -> None:  # noqa: ANN401
        """Take a step with a leg as it is now, such as `step(StartService, leg)`."""
        self.did(request(leg=leg, leg_version=self.leg(leg).version, **fields))

    def pick(self, leg: str, counter: str = "1") -> None:
        self.step(r.CallTicket, leg, counter=counter)

    def serve(self, leg: str, counter: str = "1", minutes: float = 5) -> None:
        """Call a leg, serve it for some minutes and finish it."""
        self.pick(leg, counter)
        self.step(r.StartService, leg)
        self.wait(minutes)
        self.step(r.FinishService, leg)

    def served(self, service: str = "deposit") -> Issued:
        """Return a ticket whose holder was served and is on the way out."""
        if "1" not in self.day.counters:
            self.open("1")
        issued = self.issue(service)
        self.serve(issued.leg)
        return issued


FROM_THE_COUNTER: Final[dict[LegStatus, tuple[Callable[..., r.Request], ...]]] = {
    LegStatus.SERVING: (r.StartService,),
    LegStatus.FINISHED: (r.StartService, r.FinishService),
    LegStatus.PASSED: (r.PassTicket,),
    LegStatus.PARKED: (r.ParkTicket,),
    LegStatus.VOIDED: (r.PassTicket, r.VoidTicket),
    LegStatus.ABANDONED: (r.AbandonTicket,),
}
"""Steps that lead from a call to a status."""


def leg_in(room: Reception, status: LegStatus) -> str:
    """Return a leg that was brought to a status by requests alone."""
    issued = room.issue()
    room.wait(WAIT_MIN)
    if status is LegStatus.PLANNED:
        added = room.did(r.AddService(issued.visit, "transfer"))
        assert isinstance(added, Done)
        return added.about
    if status is LegStatus.CLOSED:
        room.did(r.CloseDay())
        room.did(r.ReopenDay())
        room.open("1", "2")
    if status not in {LegStatus.WAITING, LegStatus.CLOSED}:
        room.pick(issued.leg)
    for step in FROM_THE_COUNTER.get(status, ()):
        room.step(step, issued.leg)
    assert room.leg(issued.leg).status is status
    return issued.leg


def contents(day: Day) -> dict[str, object]:
    """Return everything a day holds, in a form that compares and is not changed by what happens later."""
    held = {name: dict(part) if isinstance(part, dict) else part for name, part in vars(day).items()}
    lines = {
        name: {key: list(line) if isinstance(line, list) else line for key, line in part.items()}
        for name, part in vars(day.lines).items()
    }
    return held | {"lines": lines}


def replayed(recorded: Iterable[f.Recorded]) -> Day:
    """Return the day that the same facts make in another process."""
    day = Day()
    for one in recorded:
        day.apply(one)
    return day
