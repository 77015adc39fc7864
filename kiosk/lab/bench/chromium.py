"""How soon the reception page of a crowded hall is drawn anew: the real page in the system's Chromium."""

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from playwright.sync_api import Page

from kiosk.domain.percentile import percentile
from kiosk.lab.bench.measure import Row, spread
from kiosk.lab.running import RunningBranch
from kiosk.lab.tablet import NoBrowser, empty_page
from kiosk.resources import resources

COUNTERS: Final = 12
_DRAWN_MS: Final = 100.0
_PATIENCE_S: Final = 120.0
_REST_MS: Final = 300
_COUNTER: Final = """
[[counter]]
id = "{id}"
name = {{ zh = "综合柜台", en = "Personal counter" }}
zone = "personal"
skills = ["category:personal"]
vip = false
"""
_WATCH: Final = """
window.viewAt = window.drawnAt = window.cameAt = 0;
window.EventSource = class extends EventSource {
  constructor(url) {
    super(url);
    this.addEventListener("view", () => { window.viewAt ||= performance.now(); });
  }
};
window.fetch = new Proxy(window.fetch, {
  apply: async (ask, self, words) => {
    const answer = await ask.call(self, ...words);
    const text = await answer.clone().text();
    window.cameAt = performance.now();
    return new Response(text, answer);
  },
});
addEventListener("DOMContentLoaded", () => {
  const frame = new MessageChannel();  // its message comes after the picture of the frame that asked for it
  frame.port1.onmessage = () => { window.drawnAt ||= performance.now(); };
  new MutationObserver(() => { if (window.viewAt) requestAnimationFrame(() => frame.port2.postMessage(0)); })
    .observe(document.getElementById("board"), { childList: true, subtree: true, characterData: true });
});
"""
"""Notes in the page when an event came, when its board had come, and when that was drawn (ms of performance.now)."""


def crowd_rows(folder: Path, times: int, waiting: int = 200) -> Iterator[Row]:
    """Fill an open demonstration in `folder`, and let its reception page be drawn anew `times` over."""
    what = f"event to drawn, {waiting} waiting, {COUNTERS} counters, Chromium"
    target = f"p95 <= {_DRAWN_MS:.0f} ms"
    _plan(folder / "catalogue")
    with RunningBranch(folder) as service:
        try:
            with empty_page(service.url) as page:
                _crowd(service, waiting)
                drawn = list(_drawings(service, page, times))
        except NoBrowser as none:
            yield Row(what, f"not measured: {none}", target, None)
            return
    whole, after = [list(each) for each in zip(*drawn, strict=True)]
    figure = f"{spread(whole)}; once its board has come {spread(after)}"
    yield Row(what, figure, target, percentile(whole, 95) <= _DRAWN_MS)


def _plan(folder: Path) -> None:
    """Describe a branch in `folder` that is as the one shipped, with more counters."""
    shutil.copytree(resources() / "catalogue", folder)
    plan = folder / "branch.toml"
    words = plan.read_text(encoding="utf-8")
    more = range(words.count("[[counter]]") + 1, COUNTERS + 1)
    plan.write_text(words + "".join(_COUNTER.format(id=number) for number in more), encoding="utf-8")


def _crowd(service: RunningBranch, waiting: int) -> None:
    """Open all counters but the last, let so many wait, and let the printer come to rest."""
    for number in range(1, COUNTERS):
        service.ask("open_counter", {"counter": str(number)}, "reception")
    for _ in range(waiting):
        service.ask("issue_ticket", {"service": "deposit"})
    rest = time.monotonic() + _PATIENCE_S
    while _prints(service):
        if time.monotonic() > rest:
            raise TimeoutError("the slips of the crowd are still being printed")
        time.sleep(_REST_MS / 1000)


def _prints(service: RunningBranch) -> bool:
    service.connection.request("GET", "/v1/snapshot?role=reception", headers={"Kiosk-Role": "reception"})
    visits = json.loads(service.connection.getresponse().read())["visits"]
    known = {status for visit in visits for status in visit["slips"].values()}
    return not known.isdisjoint({"queued", "sending"})


def _drawings(service: RunningBranch, page: Page, times: int) -> Iterator[tuple[float, float]]:
    """Open the last counter, close it, and so on; yield ms from each event until drawn, and from its board until drawn."""
    page.add_init_script(_WATCH)
    page.goto(f"{service.url}/reception")
    _wait(page, "viewAt")
    for count in range(times):
        page.wait_for_timeout(_REST_MS)
        page.evaluate("window.viewAt = window.drawnAt = 0")
        service.ask("close_counter" if count % 2 else "open_counter", {"counter": str(COUNTERS)}, "reception")
        _wait(page, "drawnAt")
        whole, after = page.evaluate("[drawnAt - viewAt, drawnAt - cameAt]")
        yield float(whole), float(after)


def _wait(page: Page, moment: str) -> None:
    """Wait until the page has noted a moment. TimeoutError: it never does."""
    limit = time.monotonic() + _PATIENCE_S
    while not page.evaluate(f"window.{moment}"):
        if time.monotonic() > limit:
            raise TimeoutError(f"the page never came to {moment}")
        page.wait_for_timeout(_REST_MS / 10)
