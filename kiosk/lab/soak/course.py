"""One course of a soak: every day of its plan against one branch, undisturbed or hurt, with a reading every hour."""

import math
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from kiosk.branch.upkeep.verify import verify
from kiosk.lab.running import RunningBranch
from kiosk.lab.simulation import Client, Driver, Outcome, Pace, write_script
from kiosk.lab.soak.faults import Fault, Stage, WentWrong
from kiosk.lab.soak.gauges import Gauges
from kiosk.lab.soak.plan import FIRST_DAY, Plan
from kiosk.lab.soak.rotation import Rotation
from kiosk.lab.soak.screens import FOLLOWING, FollowedBadly, Screen
from kiosk.lab.soak.tables import counted
from kiosk.lab.soak.trend import Reading

MINUTE_MS: Final = 60_000
_HOUR_MIN: Final = 60
DAY_MS: Final = 24 * _HOUR_MIN * MINUTE_MS


@dataclass(slots=True)
class Course:
    """What came of a course."""

    outcome: Outcome = field(default_factory=Outcome)
    tables: dict[str, list[tuple[object, ...]]] = field(default_factory=dict)
    readings: dict[str, list[Reading]] = field(default_factory=dict)
    struck: Counter[str] = field(default_factory=Counter)
    """How often each fault, by name."""
    wrong: list[str] = field(default_factory=list)
    """Whatever was not as it must be, in words."""
    took_s: float = 0.0


def run_course(plan: Plan, folder: Path, *, disturbed: bool, say: Callable[[str], None]) -> Course:
    """Run a course in an empty folder; `say` hears of each day. Of faults there are none unless it is `disturbed`."""
    began, course = time.perf_counter(), Course()
    with ExitStack() as stack:
        branch = stack.enter_context(RunningBranch(folder, simulated_from=FIRST_DAY.isoformat()))
        client = stack.enter_context(closing(Client(lambda: branch.url)))
        screens = [Screen(role, lambda: branch.url) for role in FOLLOWING]
        for screen in screens:
            screen.plug_in()
            stack.callback(screen.unplug)
        rotation = Rotation(plan.days, plan.seed) if disturbed and plan.fault_every_min else None
        stage = Stage(branch, folder, screens, random.Random(f"{plan.seed}/stage"))
        weeks = _Weeks(plan, course, stage, client, rotation)
        # Whatever happens: a service that was stopped goes on, and one that was killed is started before it is closed.
        stack.callback(weeks.end_fault)
        for day, today in enumerate(plan.dates()):
            weeks.live(day, today)
            say(f"day {day + 1} of {plan.days}: {course.outcome.issued.total()} numbers so far")
        weeks.end()
    course.readings = dict(weeks.gauges.readings)
    course.tables = counted(folder)
    report = verify(folder)
    course.wrong += [] if report.sound else list(report.lines)
    course.took_s = time.perf_counter() - began
    return course


class _Weeks:
    """The days of a course, one after the other, nights too."""

    def __init__(
        self, plan: Plan, course: Course, stage: Stage, client: Client, rotation: Rotation | None
    ) -> None:
        self._plan, self._course, self._stage, self._client = plan, course, stage, client
        self._rotation = rotation
        self._begins_ms = self._now_ms = client.book().plan.begins_ms(FIRST_DAY)
        self._fault: Fault | None = None
        self.gauges = Gauges(stage.folder, client)

    def live(self, day: int, today: date) -> None:
        """Let a business date go by, from change time to change time."""
        script = write_script(
            self._client.book(), today.isoformat(), seed=self._plan.seed, load=self._plan.load
        )
        if script is not None:
            self._pass_to(script.opens_ms - script.staff_before_min * MINUTE_MS)
            pace = Pace(self._client, 0, each_minute=self._minute)
            self._course.outcome.add(Driver(self._client, script, pace).run())
        self._pass_to(self._begins_ms + (day + 1) * DAY_MS)

    def end(self) -> None:
        """End the last fault, and look at every screen once more."""
        self.end_fault()
        for screen in self._stage.screens:
            screen.unplug()
            try:
                screen.must_show_the_day()
            except FollowedBadly as found:
                self._course.wrong.append(str(found))

    def _pass_to(self, ms: int) -> None:
        """Let time go by while nobody is there, stopping wherever something may be due."""
        step_ms = math.gcd(_HOUR_MIN, self._plan.fault_every_min) * MINUTE_MS
        while self._now_ms < ms:
            steps = (self._now_ms - self._begins_ms) // step_ms
            stop_ms = min(ms, self._begins_ms + (steps + 1) * step_ms)
            self._client.go_to(stop_ms)
            self._minute(stop_ms)

    def _minute(self, ms: int) -> None:
        """Read and strike what is due at a full minute: the reading first, for the last fault has had its time."""
        self._now_ms = ms
        minute = (ms - self._begins_ms) // MINUTE_MS
        day = min(minute // (24 * _HOUR_MIN), self._plan.days - 1)
        if minute % _HOUR_MIN == 0:
            self.gauges.read(self._stage.branch.pid, day)
        if self._rotation is not None and minute % self._plan.fault_every_min == 0:
            self.end_fault()
            fault = self._fault = self._rotation.next(day)
            self._course.struck[fault.name] += 1
            self._look(fault.strike)

    def end_fault(self) -> None:
        """Let the fault under way, if any, be over."""
        fault, self._fault = self._fault, None
        if fault is not None:
            self._look(fault.end)

    def _look(self, at: Callable[[Stage], None]) -> None:
        try:
            at(self._stage)
        except (WentWrong, FollowedBadly) as found:
            self._course.wrong.append(str(found))


def differences(course: Course, undisturbed: Course) -> Sequence[str]:
    """Return which numbers of a course are not those of the undisturbed one, each with both."""
    ours, theirs = course.outcome.totals(), undisturbed.outcome.totals()
    told = [
        f"{name}: {ours[name]} instead of {theirs[name]}" for name in theirs if ours[name] != theirs[name]
    ]
    tables = [name for name, rows in undisturbed.tables.items() if course.tables[name] != rows]
    return [*told, *(f"the table of {name} differs" for name in tables)]
