"""A hall screen that was unplugged for an hour shows what is true now, and startles nobody with what is over (C3)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest

from kiosk.lab.running import RunningBranch
from kiosk.lab.simulation.client import ENTRANCE, Client, tablet
from kiosk.screens.main import Manner, build_screen
from tests.faults.harness import PATIENCE_S
from tests.reception import HOUR_MS, MINUTE_MS, NINE_MS
from tests.ui.conftest import LANDSCAPE, QUICK, Clock
from tests.ui.hands import Hands

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtGui import QGuiApplication

TICKET = "issue_ticket"
PATIENT = replace(QUICK, heartbeat_s=PATIENCE_S, answer_s=PATIENCE_S)
"""A real service may take its time on a busy machine, and here nothing waits for the end of any patience."""


@dataclass
class Lobby:
    """A real branch service at a time that is turned by hand, and the screen in its hall."""

    client: Client
    hands: Hands
    clock: Clock
    now_ms: int = NINE_MS

    def wait(self, ms: int) -> None:
        """Let time pass, in the branch and on the wall beside the screen."""
        self.now_ms += ms
        self.clock.seconds += ms / 1000
        self.client.go_to(self.now_ms)

    def issue(self, service: str = "deposit") -> str:
        return str(self.client.ask(TICKET, {"service": service}, "entrance", ENTRANCE)["ticket"])

    def ask(self, kind: str, counter: str, **body: object) -> dict[str, Any]:
        answer = self.client.ask(kind, {"counter": counter, **body}, "reception", tablet(counter))
        assert answer["kind"] != "refused", answer
        return answer

    def call(self, counter: str) -> tuple[str, dict[str, object]]:
        """Call the next at a counter; return the ticket, and what the next step with it says: two facts tell of its leg."""
        answer = self.ask("call_next", counter)
        return answer["ticket"], {"leg": answer["leg"], "leg_version": 2}

    def step(self, kind: str, counter: str, leg: dict[str, object]) -> None:
        answer = self.client.ask(kind, leg, "reception", tablet(counter))
        assert answer["kind"] != "refused", answer

    def drawn(self, kind: str) -> list[str]:
        self.hands.settle()
        names = [item.objectName() for item in self.hands.items()]
        return [name.removeprefix(f"{kind}-") for name in names if name.startswith(f"{kind}-")]


@pytest.fixture
def lobby(tmp_path: Path, qapp: QGuiApplication) -> Iterator[Lobby]:
    del qapp
    with RunningBranch(tmp_path, simulated_from="2026-11-02") as branch:
        client, clock = Client(lambda: branch.url), Clock()
        client.go_to(NINE_MS)
        manner = Manner(LANDSCAPE, 55, timing=PATIENT, now=clock, settle_s=0, motion=False)
        screen = build_screen("hall", branch.url, "simulated-hall", manner)
        screen.window.show()
        hands = Hands(screen)
        hands.wait(lambda: screen.link.condition == "connected")
        yield Lobby(client, hands, clock)
        screen.close()
        client.close()


@pytest.mark.row("C3")
def test_a_hall_unplugged_for_an_hour_catches_up_and_flashes_nothing_that_is_over(lobby: Lobby) -> None:
    for counter in "1234":
        lobby.ask("open_counter", counter)
    for _ in range(6):
        lobby.issue()
    before, leg = lobby.call("1")
    lobby.hands.wait(lambda: lobby.drawn("hero") == [before])

    waits = lobby.hands.screen.model._waits  # type: ignore[union-attr] # noqa: SLF001 - the hall's; what is under way is cut off with the link
    lobby.hands.wait(lambda: waits._errand is None)  # noqa: SLF001 - same
    lobby.hands.screen.link.stop()
    lobby.wait(10 * MINUTE_MS)
    lobby.step("start_service", "1", leg)
    lobby.step("finish_service", "1", {**leg, "leg_version": 3})
    stale, _ = lobby.call("1")
    served, leg = lobby.call("2")
    lobby.step("start_service", "2", leg)
    missed, leg = lobby.call("3")
    lobby.step("pass_ticket", "3", leg)
    lobby.wait(HOUR_MS - 10 * MINUTE_MS - 10_000)
    lobby.issue("payroll")
    fresh, _ = lobby.call("4")
    lobby.wait(10_000)
    lobby.hands.screen.link.start()
    lobby.hands.wait(lambda: lobby.drawn("hero") == [fresh])
    lobby.clock.seconds += 6
    lobby.hands.screen.model.look()  # type: ignore[union-attr] # it is the hall's
    lobby.hands.wait(lambda: lobby.drawn("call") == [fresh, stale, served])

    assert not lobby.hands.find(f"call-{stale}").property("flashing")
    assert missed in lobby.drawn("ticket")
    assert before not in lobby.hands.words()
