"""What is tried at the panel: printer, sound, touch and size. Each tells truly what became of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import hypot
from typing import Final

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.screens.maintenance.ports import Ports
from kiosk.screens.maintenance.talk import PRINT_LIMIT_S, Talk, Told
from kiosk.screens.maintenance.tone import SoundState, Tone, sound_device

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

LINE_MM: Final = 100
_MM_OF_INCH: Final = 25.4
_DIAGONAL_IN: Final = (7.0, 200.0)
"""As `screen.diagonal_in` of the settings."""


@dataclass(frozen=True, slots=True)
class Tried:
    """How the trials went so far."""

    printing: bool = False
    outcome: str = ""
    """Of the test slip: `printed`, `unknown`, `failed`, `silent` (the branch did not answer), `refused`; empty: none yet."""
    reason: str = ""
    condition: str = ""
    """What the printer said of itself last."""
    refilled: bool = False
    sound: SoundState = ""
    sound_told: str = ""
    """What the person heard: `heard` or `silent`."""
    line_px: int = 0
    """How long the line of the ruler is drawn."""
    kept: str = ""
    """What became of the size: `kept` or `failed`."""


@QmlElement
class TrialsModel(QObject):
    """The trials for QML. `refused` tells of an answer that was a refusal, to whoever looks after the session."""

    changed = Signal()

    def __init__(self, ports: Ports, size: tuple[int, int], diagonal_in: float, parent: QObject) -> None:
        """`size` in pixels and `diagonal_in` are those of the monitor as the screen takes it now."""
        super().__init__(parent)
        self._ports, self._size, self._diagonal_in = ports, size, diagonal_in
        self._talk: Talk | None = None
        self._heard: Callable[[Told | None], bool] = lambda _: True
        self._tone = Tone(self._sounds, self)
        self.state = self._fresh()

    def _fresh(self) -> Tried:
        per_mm = hypot(*self._size) / (self._diagonal_in * _MM_OF_INCH)
        return Tried(line_px=round(LINE_MM * per_mm))

    def begin(self, talk: Talk | None, heard: Callable[[Told | None], bool]) -> None:
        """Forget every trial. `heard` is told each answer first and says whether it was one."""
        self._talk, self._heard = talk, heard
        self._tone.stop()
        self._set(self._fresh())

    def _set(self, state: Tried) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit()

    # The printer

    @Property(bool, notify=changed)
    def printing(self) -> bool:
        """A test slip, or a question to the printer, is under way."""
        return self.state.printing

    @Property(str, notify=changed)
    def outcome(self) -> str:
        """Of the test slip, see Tried."""
        return self.state.outcome

    @Property(str, notify=changed)
    def reason(self) -> str:
        """Why nothing was printed, as a code."""
        return self.state.reason

    @Property(str, notify=changed)
    def condition(self) -> str:
        """What the printer said of itself, as a code; empty if it was not asked or did not say."""
        return self.state.condition

    @Property(bool, notify=changed)
    def refilled(self) -> bool:
        """It was said that there is new paper."""
        return self.state.refilled

    @Slot()
    def printTest(self) -> None:
        """Print a test slip; another touch meanwhile prints no second one."""
        if self.state.printing or self._talk is None:
            return
        self._set(replace(self.state, printing=True, outcome="", reason="", refilled=False))
        self._talk.wish("printer", self._printed, PRINT_LIMIT_S)

    def _printed(self, told: Told | None) -> None:
        if not self.state.printing:
            return
        if not self._heard(told) or told is None:
            self._set(replace(self.state, printing=False, outcome="silent" if told is None else "refused"))
            return
        self._set(
            replace(
                self.state,
                printing=False,
                outcome=str(told.get("outcome", "refused")),
                reason=str(told.get("reason", "")),
                condition=str(told.get("condition", "")),
            )
        )

    @Slot()
    def refillPaper(self) -> None:
        """Say that there is new paper, and ask the printer."""
        if self.state.printing or self._talk is None:
            return
        self._set(replace(self.state, printing=True, outcome="", reason="", refilled=False))
        self._talk.wish("paper", self._refilled, PRINT_LIMIT_S)

    def _refilled(self, told: Told | None) -> None:
        if not self.state.printing:
            return
        good = self._heard(told) and told is not None
        condition = str(told.get("condition", "")) if told else ""
        self._set(
            replace(
                self.state,
                printing=False,
                refilled=good,
                condition=condition,
                outcome="" if good else "silent" if told is None else "refused",
            )
        )

    # The sound

    @Property(str, notify=changed)
    def sound(self) -> str:
        """Empty, `playing`, `played`, `failed`, `no_player` or `no_device`."""
        return self.state.sound

    @Property(str, notify=changed)
    def soundTold(self) -> str:
        """What the person said to have heard."""
        return self.state.sound_told

    @Property(str, notify=changed)
    def soundDevice(self) -> str:
        """The sound device of this machine, empty for none."""
        return sound_device()

    @Slot()
    def playTone(self) -> None:
        """Play the tone."""
        self._set(replace(self.state, sound_told=""))
        self._tone.play()

    def _sounds(self, state: SoundState) -> None:
        self._set(replace(self.state, sound=state))

    @Slot(bool)
    def tellSound(self, heard: bool) -> None:  # noqa: FBT001 - a slot of QML
        """Say whether the tone was heard."""
        self._set(replace(self.state, sound_told="heard" if heard else "silent"))
        self._tell("sound_tested", self.state.sound_told)

    # Touch, and size

    @Slot(bool)
    def tellTouch(self, whole: bool) -> None:  # noqa: FBT001 - same
        """Say whether every cell of the grid was wiped."""
        self._tell("touch_tested", "whole" if whole else "patchy")

    @Property(int, notify=changed)
    def linePx(self) -> int:
        """Length of the ruler's line in pixels: 100 mm, if the size is right."""
        return self.state.line_px

    @Property(float, notify=changed)
    def diagonalIn(self) -> float:
        """The diagonal in inches that the line stands for."""
        return hypot(*self._size) * LINE_MM / (self.state.line_px * _MM_OF_INCH)

    @Property(str, notify=changed)
    def kept(self) -> str:
        """`kept`, `failed`, or empty before."""
        return self.state.kept

    @Slot(int)
    def stretch(self, px: int) -> None:
        """Draw the line longer by so many pixels, or shorter; never for a monitor that there cannot be."""
        line_px = max(1, self.state.line_px + px)
        if _DIAGONAL_IN[0] <= hypot(*self._size) * LINE_MM / (line_px * _MM_OF_INCH) <= _DIAGONAL_IN[1]:
            self._set(replace(self.state, line_px=line_px, kept=""))

    @Slot()
    def keepSize(self) -> None:
        """Keep the size for the next start of this screen."""
        good = self._ports.keep_diagonal(round(float(self.property("diagonalIn")), 2))
        self._set(replace(self.state, kept="kept" if good else "failed"))
        if good:
            self._tell("size_measured")

    def _tell(self, act: str, outcome: str = "") -> None:
        if self._talk is not None:
            self._talk.wish("done", self._heard, act=act, outcome=outcome)
