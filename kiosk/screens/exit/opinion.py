"""What the exit asks once the visit is found: the score, why, and the branch's questions."""

from collections.abc import Callable

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.catalogue import Text
from kiosk.domain.flow import events as e
from kiosk.domain.flow.leaving import Leaving, Step, reasons
from kiosk.domain.rating import LOW, mood_of
from kiosk.screens.kit import Kit
from kiosk.screens.rows import ChoiceRow, RowsModel

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class OpinionModel(QObject):
    """The opinion for QML. Made by the exit's model."""

    changed = Signal()

    def __init__(self, kit: Kit, feed: Callable[[e.Event], None], owner: QObject) -> None:
        """`feed` is told what is pressed."""
        super().__init__(owner)
        self._kit = kit
        self._feed = feed
        self._flow = Leaving()
        self._reasons = RowsModel(ChoiceRow, self)

    def follow(self, flow: Leaving) -> None:
        """Show what this customer said so far."""
        self._flow, say = flow, self._kit.tongue.say
        self._reasons.show(
            [ChoiceRow(each.code, say(each.text), chosen=each.code in flow.reasons) for each in reasons(flow)]
        )
        self.changed.emit()

    @Property(bool, notify=changed)
    def low(self) -> bool:
        """The score is one to see to: nobody smiles at that."""
        return 0 < self._flow.score <= LOW

    @Property(bool, notify=changed)
    def happy(self) -> bool:
        """The reasons to choose from are those of somebody who was happy."""
        return bool(self._flow.score) and mood_of(self._flow.score) == "happy"

    @Property(QObject, constant=True)
    def reasons(self) -> QObject:
        """ChoiceRow: why, as many as one likes."""
        return self._reasons

    @Property(bool, notify=changed)
    def anyReason(self) -> bool:
        """A reason is chosen."""
        return bool(self._flow.reasons)

    @Property(str, notify=changed)
    def question(self) -> str:
        """The question on the screen."""
        return self._kit.tongue.say(self._text())

    def _text(self) -> Text | None:
        book, flow = self._kit.link.book, self._flow
        if book is None or flow.step is not Step.QUESTION:
            return None
        asked = (each.text for each in book.rating_questions if each.code == flow.questions[flow.asked])
        return next(asked, None)

    @Property(int, notify=changed)
    def questionNumber(self) -> int:
        """Of the question on the screen, from 1."""
        return self._flow.asked + 1

    @Property(int, notify=changed)
    def questionCount(self) -> int:
        """How many questions there are."""
        return len(self._flow.questions)

    @Property(int, notify=changed)
    def chosenScore(self) -> int:
        """What was answered on this screen before going back to it, 0 for nothing."""
        if self._flow.step is Step.QUESTION:
            return self._flow.answers.get(self._flow.questions[self._flow.asked], 0)
        return self._flow.score

    @Slot(int)
    def rate(self, score: int) -> None:
        """Press a face, or an answer of a question."""
        self._feed(e.Score(score))

    @Slot(str)
    def because(self, reason: str) -> None:
        """Touch a reason, or take it back."""
        self._feed(e.Because(reason))

    @Slot()
    def skip(self) -> None:
        """Leave the question unanswered."""
        self._feed(e.Skip())
