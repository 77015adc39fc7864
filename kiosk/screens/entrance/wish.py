"""What the customer came for: the service chosen, what was asked and answered, what to bring and what happens."""

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from kiosk.domain.catalogue import Material, materials_maybe
from kiosk.domain.flow.arriving import Arriving, Step, materials, offers_self_service, questions
from kiosk.screens.entrance import lists
from kiosk.screens.entrance.place import PlaceModel
from kiosk.screens.kit import Kit
from kiosk.screens.rows import ChoiceRow, LineRow, MaterialRow, RowsModel

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

SELF_SERVICE = "self_service"
"""The zone of the machines."""


@QmlElement
class WishModel(QObject):
    """The service chosen, for QML. Made by the entrance's model."""

    changed = Signal()

    def __init__(self, kit: Kit, owner: QObject) -> None:
        """Begin with nothing chosen."""
        super().__init__(owner)
        self._kit = kit
        self._flow = Arriving()
        self._machines = PlaceModel(kit, lambda: SELF_SERVICE, self)
        self._options = RowsModel(ChoiceRow, self)
        self._materials = RowsModel(MaterialRow, self)
        self._steps = RowsModel(LineRow, self)
        self._answers = RowsModel(LineRow, self)

    def follow(self, flow: Arriving) -> None:
        """Bring the lists in line with where the customer stands, then tell QML."""
        self._flow, say = flow, self._kit.tongue.say
        self._options.show(lists.option_rows(flow, say))
        self._materials.show(lists.material_rows(flow, say))
        self._steps.show(lists.step_rows(flow, say))
        self._answers.show(lists.answer_rows(flow, say))
        self._machines.changed.emit()
        self.changed.emit()

    @Property(QObject, constant=True)
    def options(self) -> QObject:
        """ChoiceRow: the answers to the question on the screen."""
        return self._options

    @Property(QObject, constant=True)
    def materials(self) -> QObject:
        """MaterialRow."""
        return self._materials

    @Property(QObject, constant=True)
    def steps(self) -> QObject:
        """LineRow."""
        return self._steps

    @Property(QObject, constant=True)
    def answers(self) -> QObject:
        """LineRow."""
        return self._answers

    @Property(bool, notify=changed)
    def answered(self) -> bool:
        """Something was asked and answered."""
        return self._answers.rowCount() > 0

    @Property(str, notify=changed)
    def serviceName(self) -> str:
        """Of the service chosen."""
        service = self._flow.service
        return self._kit.tongue.say(service.name) if service else ""

    @Property(str, notify=changed)
    def serviceCode(self) -> str:
        """Of the service chosen; names its icon."""
        service = self._flow.service
        return service.code if service else ""

    @Property(str, notify=changed)
    def question(self) -> str:
        """The question on the screen."""
        flow = self._flow
        return self._kit.tongue.say(questions(flow)[flow.asked].text) if flow.step is Step.QUESTION else ""

    @Property(int, notify=changed)
    def materialsCount(self) -> int:
        """How many things to bring."""
        return len(materials(self._flow))

    @Property(str, notify=changed)
    def certain(self) -> str:
        """Names of what to bring in any case, as a list in the present language."""
        return self._named(materials(self._flow))

    @Property(str, notify=changed)
    def maybe(self) -> str:
        """Names of what a question that is still open may add to it."""
        service = self._flow.service
        return self._named(materials_maybe(service, self._flow.answers)) if service else ""

    @Property(str, notify=changed)
    def missing(self) -> str:
        """Names of the first three things that were not ticked."""
        return self._named(lists.missing(self._flow)[: lists.NAMED])

    @Property(int, notify=changed)
    def missingCount(self) -> int:
        """How many things were not ticked."""
        return len(lists.missing(self._flow))

    @Property(int, notify=changed)
    def missingMore(self) -> int:
        """How many of those are not named."""
        return max(0, len(lists.missing(self._flow)) - lists.NAMED)

    @Property(bool, notify=changed)
    def offersSelfService(self) -> bool:
        """A self-service machine can do what was answered, and no care need was declared (A6)."""
        return offers_self_service(self._flow) and self._machines.zone() is not None

    @Property(str, notify=changed)
    def machineNote(self) -> str:
        """What the machine asks for and where it ends; empty for what no machine does."""
        service = self._flow.service
        return self._kit.tongue.say(service.self_service.note) if service and service.self_service else ""

    @Property(PlaceModel, constant=True)
    def machines(self) -> PlaceModel:
        """Where the self-service machines stand."""
        return self._machines

    def _named(self, brought: tuple[Material, ...]) -> str:
        names = [self._kit.tongue.say(each.name) for each in brought]
        return (", " if self._flow.language == "en" else "、").join(names)
