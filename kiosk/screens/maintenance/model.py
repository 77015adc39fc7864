"""The view-model of the maintenance panel: who is in, which page, and when it closes by itself."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.flow import events as e
from kiosk.screens.idle import IdleWatch
from kiosk.screens.kit import Kit
from kiosk.screens.lan import Lan
from kiosk.screens.maintenance.doctor import DoctorModel
from kiosk.screens.maintenance.eyes import Eyes
from kiosk.screens.maintenance.ports import Ports
from kiosk.screens.maintenance.power import PowerModel
from kiosk.screens.maintenance.sign_in import SignInModel
from kiosk.screens.maintenance.stages import ENDED, INSIDE, OUTSIDE, PAGES, PanelState
from kiosk.screens.maintenance.tables import TablesModel
from kiosk.screens.maintenance.talk import Talk, Told, refusal
from kiosk.screens.maintenance.trials import TrialsModel

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

_LOOK_MS: Final = 5000
_TOUCH_S: Final = 15.0


@QmlElement
class MaintenanceModel(QObject):
    """The panel for QML. Made by the application with the screen; it does nothing at all before it is opened."""

    changed = Signal()
    ticked = Signal()
    opened = Signal()
    """Whoever stands here is no customer: their session ends before anything is shown."""
    closed = Signal()

    def __init__(
        self,
        kit: Kit,
        lan: Callable[[QObject], Lan],
        url: str,
        ports: Ports,
        monitor: tuple[tuple[int, int], float],
    ) -> None:
        """Speak to the branch at `url` through Lans that `lan` makes; `monitor` is its size in pixels and its inches."""
        super().__init__()
        self._kit, self._lan = kit, lan
        self.state = PanelState()
        self._talk: Talk | None = None
        self._eyes = Eyes(kit.look)
        self._asked_at = 0.0
        self._touched_s = float("-inf")
        self._sign_in = SignInModel(self)
        self._sign_in.entered.connect(self._enter)
        self._trials = TrialsModel(ports, *monitor, self)
        self._doctor = DoctorModel(kit.tongue, self)
        self._power = PowerModel(ports, kit.now, kit.settle_s, self)
        self._power.granted, self._power.part = self._is_granted, self._part
        self._power.restarted.connect(lambda: self._shut_out("silent"))
        self._tables = TablesModel(url, ports.disk, monitor, self)
        self._idle = IdleWatch(kit.now, self)
        self._idle.ticked.connect(self.ticked)
        self._idle.gone.connect(self.close)
        self._looking = QTimer(self, interval=_LOOK_MS)
        self._looking.timeout.connect(self._look)
        kit.tongue.changed.connect(self.changed)

    def _set(self, state: PanelState) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit()

    # Coming and going

    @Slot()
    def open(self) -> None:
        """Come in: forget the customer, and ask who is there."""
        if self.state.page:
            return
        self.opened.emit()
        self._eyes.open()
        self._talk = Talk(self._lan, self)
        self._begin(self._talk)
        self._set(PanelState("knocking"))
        self._idle.expect(OUTSIDE)
        self._idle.touched()
        self._knock()

    def _begin(self, talk: Talk | None) -> None:
        """Have every part forget what was done, and ask through `talk` from now on."""
        self._sign_in.begin(talk)
        self._trials.begin(talk, self._is_granted)
        self._power.begin(talk)
        self._doctor.begin(None)  # he is asked by who came in

    def _knock(self) -> None:
        if self._talk is not None:
            self._asked_at = time.monotonic()
            self._talk.get("/v1/door/who", self._who)

    def _who(self, told: Told | None) -> None:
        if self.state.page not in {"knocking", "away"}:
            return
        self._looking.start()
        if told is None:
            self._shut_out("silent")
        elif told.get("open"):
            self._enter("")
        elif not told.get("device"):
            self._shut_out("not_paired")
        else:
            self._set(PanelState("door"))
            self._idle.expect(OUTSIDE)

    def _enter(self, badge: str) -> None:
        self._set(PanelState("home", badge, inside=True))
        self._idle.expect(INSIDE)
        self._look()
        self._doctor.begin(self._talk)

    def _shut_out(self, trouble: str) -> None:
        """Show what is no secret, and why the rest cannot be had."""
        self._tables.take({}, self._round_trip_ms() if trouble == "not_paired" else None)
        self._begin(self._talk)
        self._set(PanelState("away", trouble=trouble))
        self._idle.expect(INSIDE)

    @Slot()
    def close(self) -> None:
        """Go: the session ends at the branch, and everything here is as a customer finds it."""
        if not self.state.page:
            return
        self._part(lambda: None)
        self._looking.stop()
        self._idle.expect(None)
        self._begin(None)
        self._tables.forget()
        self._kit.tongue.speak("zh")
        self._eyes.close()
        self._set(PanelState())
        self.closed.emit()

    def _part(self, then: Callable[[], None]) -> None:
        talk, self._talk = self._talk, None
        if talk is not None:
            talk.part(then)
        else:
            then()

    @Slot()
    def touched(self) -> None:
        """Somebody touched the screen: stay open, and tell the branch now and then."""
        if not self.state.page:
            return
        self._idle.touched()
        due = self._kit.now() - self._touched_s >= _TOUCH_S
        if self.state.inside and self.state.badge and due and self._talk is not None:
            self._touched_s = self._kit.now()
            self._talk.post("/v1/door/touch", {}, self._is_granted)

    def _is_granted(self, told: Told | None) -> bool:
        """Say whether an answer is one; silence and a session that ended lead back to the door."""
        if not self.state.inside:
            return False
        if told is None:
            self._shut_out("silent")
            return False
        code = refusal(told)
        if code in ENDED:
            self._sign_in.begin(self._talk, "session_over")
            self._doctor.begin(None)
            self._tables.forget()
            self._set(PanelState("door"))
            self._idle.expect(OUTSIDE)
        return not code

    def _look(self) -> None:
        if self._talk is None:
            return
        if self.state.inside:
            self._asked_at = time.monotonic()
            self._talk.get("/v1/maintenance/state", self._take)
        elif self.state.page == "away":
            self._knock()

    def _take(self, told: Told | None) -> None:
        if self._is_granted(told) and told is not None:
            self._tables.take(told, self._round_trip_ms())

    def _round_trip_ms(self) -> int:
        return max(1, round((time.monotonic() - self._asked_at) * 1000))

    # What QML reads

    @Property(bool, notify=changed)
    def shown(self) -> bool:
        """The panel is open."""
        return bool(self.state.page)

    @Property(str, notify=changed)
    def page(self) -> str:
        """See PanelState."""
        return self.state.page

    @Property(str, notify=changed)
    def badge(self) -> str:
        """Who is in; empty at an open demonstration."""
        return self.state.badge

    @Property(str, constant=True)
    def device(self) -> str:
        """Name of this screen."""
        return self._kit.link.device

    @Property(str, notify=changed)
    def trouble(self) -> str:
        """`silent` or `not_paired`, where nobody can be let in."""
        return self.state.trouble

    @Property(int, notify=ticked)
    def secondsLeft(self) -> int:
        """Until the panel closes by itself, -1 while nobody needs to know."""
        return self._idle.seconds_left

    @Property(str, notify=changed)
    def language(self) -> str:
        """`zh` or `en`."""
        return self._kit.tongue.language

    @Property(SignInModel, constant=True)
    def signIn(self) -> SignInModel:
        """The door."""
        return self._sign_in

    @Property(TrialsModel, constant=True)
    def trials(self) -> TrialsModel:
        """What is tried."""
        return self._trials

    @Property(DoctorModel, constant=True)
    def doctor(self) -> DoctorModel:
        """What the branch's doctor found."""
        return self._doctor

    @Property(PowerModel, constant=True)
    def power(self) -> PowerModel:
        """What ends this screen or the service."""
        return self._power

    @Property(TablesModel, constant=True)
    def tables(self) -> TablesModel:
        """What is looked at."""
        return self._tables

    # What QML asks for

    @Slot(str)
    def visit(self, page: str) -> None:
        """Go to one of the pages."""
        if self.state.inside and page in PAGES and not self._power.state.busy:
            self._go(page)

    def _go(self, page: str) -> None:
        self._power.forget()
        if self.state.page == "printer" and (self._trials.state.outcome or self._trials.state.refilled):
            self._doctor.again()  # it may be well now
        self._set(replace(self.state, page=page))

    @Slot()
    def back(self) -> None:
        """Go back: from a question to its page, from a page to the first one, from the door out."""
        if self._power.state.busy:
            return
        if self._power.state.asked:
            self._power.forget()
        elif self.state.page in PAGES:
            self._go("home")
        else:
            self.close()

    @Slot(str)
    def speak(self, language: Any) -> None:  # noqa: ANN401 - a Language, from QML
        """Change the language of the panel."""
        self._kit.tongue.speak(language)

    @Slot()
    def larger(self) -> None:
        """大字: the next text size."""
        self._eyes.happen(e.Larger())

    @Slot()
    def recolour(self) -> None:
        """对比: the next contrast."""
        self._eyes.happen(e.Recolour())
