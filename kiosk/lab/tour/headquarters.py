"""The last part of the tour: headquarters hears of the simulated day while it goes by, and shows how the branch fared."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kiosk.branch.upload.enrolment import save_enrolment
from kiosk.lab.running_headquarters import RunningHeadquarters

BRANCH: Final = "demo"
"""The code of every demonstration branch."""
ALL_PAGES: Final = {
    "hq-branch": f"/branches/{BRANCH}",
    "hq-compare": "/compare",
    "hq-trouble": "/trouble?days=28",
    "hq-visit": f"/visits?branch={BRANCH}&date={{date}}&ticket=A001",
    "hq-enrolment": "/branches/new",
    "hq-packs": "/packs",
    "hq-carriage": "/carriage",
    "hq-records": f"/records?branch={BRANCH}",
    "hq-audit": "/audit",
    "hq-people": "/people",
}
"""Every page beside the overview, by the name of its picture; `{date}` is the business date of the visit."""
_PATIENCE_S: Final = 120.0
_LOOK_S: Final = 0.5
_SETTLE_MS: Final = 800


@contextmanager
def headquarters_of(data: Path, folder: Path) -> Iterator[RunningHeadquarters]:
    """Run a headquarters in `folder` that knows the branch which runs on `data`, and which knows it from now on."""
    with RunningHeadquarters(folder) as headquarters:
        (enrolment,) = headquarters.take_in([BRANCH])
        save_enrolment(data / "keys", enrolment)
        yield headquarters


def look_at_headquarters(
    headquarters: RunningHeadquarters, facts: int, pages: Mapping[str, str], file: Callable[[str], Path]
) -> None:
    """Wait until headquarters holds `facts` facts of the branch; photograph its `pages`, addresses by name, with a browser.

    Raises:
        TimeoutError: they did not come in time.
        RuntimeError: a page is not shown.
    """
    _until_it_holds(headquarters, facts)
    try:
        from kiosk.lab.tablet import NoBrowser, empty_page
    except ImportError:
        return
    try:
        with empty_page(headquarters.url, scale=1.5) as page:
            for name, path in pages.items():
                shown = page.goto(f"{headquarters.url}{path}")
                if shown is None or not shown.ok:
                    raise RuntimeError(f"headquarters does not show {path}")
                page.wait_for_timeout(_SETTLE_MS)
                page.screenshot(path=str(file(name)))
    except NoBrowser:
        return


def _until_it_holds(headquarters: RunningHeadquarters, facts: int) -> None:
    """Wait until that many facts are durable there, and in its tables."""
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        with headquarters.store() as store, store.servers[0].read() as conn:
            row = conn.execute("SELECT seq, applied FROM reached").fetchone()
        if row is not None and min(row) >= facts:
            return
        time.sleep(_LOOK_S)
    raise TimeoutError(f"waited for headquarters to hold {facts} facts")
