"""What every public screen shows whoever stands before it: the branch, its doors, the time, and help."""

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.catalogue import Text
from kiosk.screens.calls import Calls
from kiosk.screens.doors import Doors, Wall, days_until, doors_at, wall_at
from kiosk.screens.kit import Kit
from kiosk.screens.link import Condition

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

_NIGHT = Wall("", 0, 0, 0, "morning")
_OPEN = Doors("open")


@dataclass(frozen=True, slots=True)
class HouseState:
    """The branch as of now; before the first contact nothing but the link is known."""

    link: Condition = "connecting"
    turned_away: bool = False
    name: Text | None = None
    demonstration: bool = False
    doors: Doors = _OPEN
    opens: Wall = _NIGHT
    opens_in_days: int = 0
    wall: Wall = _NIGHT
    map_known: bool = False


@QmlElement
class HouseModel(QObject):
    """The branch for QML. Made by the application; looks at the clock once a second."""

    changed = Signal()

    def __init__(self, kit: Kit) -> None:
        """Follow the link of `kit`."""
        super().__init__()
        self._kit = kit
        self.state = HouseState()
        self._calls = Calls(kit.link, self)
        self._calls.changed.connect(self.changed)
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        kit.link.changed.connect(self.look)
        kit.tongue.changed.connect(self.changed)

    def look(self) -> None:
        """Compare with the link and the clock, and tell QML if anything is different."""
        state = self._seen()
        if state != self.state:
            self._kit.pictures.map_svg = self._kit.link.map_svg
            self.state = state
            self.changed.emit()

    def _seen(self) -> HouseState:
        link = self._kit.link
        now = link.now_ms()
        if link.book is None or now is None:
            return HouseState(link.condition, link.turned_away)
        plan = link.book.plan
        doors = doors_at(link.day, plan, now)
        return HouseState(
            link=link.condition,
            turned_away=link.turned_away,
            name=plan.name,
            demonstration=link.day.demonstration,
            doors=doors,
            opens=_NIGHT if doors.opens_ms is None else wall_at(plan, doors.opens_ms),
            opens_in_days=0 if doors.opens_ms is None else days_until(plan, now, doors.opens_ms),
            wall=wall_at(plan, now),
            map_known=bool(link.map_svg),
        )

    @Property(str, notify=changed)
    def link(self) -> str:
        """`connecting`, `connected` or `away`."""
        return self.state.link

    @Property(bool, notify=changed)
    def turnedAway(self) -> bool:
        """The branch does not know this screen: a technician must pair it."""
        return self.state.turned_away

    @Property(str, notify=changed)
    def name(self) -> str:
        """Name of the branch."""
        return self._kit.tongue.say(self.state.name)

    @Property(bool, notify=changed)
    def demonstration(self) -> bool:
        """Nothing here is real."""
        return self.state.demonstration

    @Property(str, notify=changed)
    def doors(self) -> str:
        """`open`, `before`, `cutoff`, `after`, `closed` or `rest`."""
        return self.state.doors.state

    @Property(str, notify=changed)
    def opensClock(self) -> str:
        """Next opening as HH:MM, empty if it is not known."""
        return self.state.opens.clock

    @Property(int, notify=changed)
    def opensWeekday(self) -> int:
        """Weekday of the next opening, 1 is Monday."""
        return self.state.opens.weekday

    @Property(int, notify=changed)
    def opensInDays(self) -> int:
        """0 is today, 1 tomorrow."""
        return self.state.opens_in_days

    @Property(str, notify=changed)
    def clock(self) -> str:
        """HH:MM at the branch, empty before the first contact."""
        return self.state.wall.clock

    @Property(int, notify=changed)
    def month(self) -> int:
        """1 to 12."""
        return self.state.wall.month

    @Property(int, notify=changed)
    def dayOfMonth(self) -> int:
        """1 to 31."""
        return self.state.wall.day

    @Property(int, notify=changed)
    def weekday(self) -> int:
        """1 is Monday, 0 before the first contact."""
        return self.state.wall.weekday

    @Property(str, notify=changed)
    def partOfDay(self) -> str:
        """`morning`, `noon`, `afternoon` or `evening`."""
        return self.state.wall.part

    @Property(bool, notify=changed)
    def mapKnown(self) -> bool:
        """There is a map to show."""
        return self.state.map_known

    @Property(str, notify=changed)
    def help(self) -> str:
        """`none`, `sending`, `called`, `coming` or `unheard`."""
        return self._calls.state

    @Slot()
    def callHelp(self) -> None:
        """呼叫人工."""
        self._calls.call()

    @Slot()
    def dismissHelp(self) -> None:
        """Take the words about the call off the screen; a call the branch has heard stays with the staff."""
        self._calls.dismiss()
