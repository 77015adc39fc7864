"""The soak itself: the same weeks at two branches, one left alone and one hurt, so that their numbers can be compared."""

import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from kiosk.lab.soak.course import run_course
from kiosk.lab.soak.plan import Plan
from kiosk.lab.soak.report import Report, report_of


class NotEmpty(Exception):
    """The folder for a soak holds something already; the text says what to do."""


def run_soak(plan: Plan, folder: Path | None, say: Callable[[str], None]) -> Report:
    """Run both courses side by side and return the report; `say` hears, on their threads, how far they are.

    They mostly wait for their services, which are processes of their own: two cores are done sooner with both at once.
    Each course has a data folder of its own in `folder`, which stay there; without one they are thrown away.

    Raises:
        NotEmpty: nothing was started.
    """
    with ExitStack() as stack:
        place = folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kiosk-soak-")))
        homes = {disturbed: _home(place, disturbed=disturbed) for disturbed in (False, True)}
        pool = stack.enter_context(ThreadPoolExecutor(len(homes), thread_name_prefix="course"))
        under_way = [
            pool.submit(run_course, plan, home, disturbed=disturbed, say=partial(_say, say, home.name))
            for disturbed, home in homes.items()
        ]
        undisturbed, disturbed = (course.result() for course in under_way)
    return report_of(plan, undisturbed, disturbed)


def _say(say: Callable[[str], None], course: str, told: str) -> None:
    say(f"{course}, {told}")


def _home(place: Path, *, disturbed: bool) -> Path:
    home = place / ("disturbed" if disturbed else "undisturbed")
    home.mkdir(parents=True, exist_ok=True)
    if any(home.iterdir()):
        raise NotEmpty(f"{home} is not empty; a soak begins anew, so name another folder with --data")
    return home
