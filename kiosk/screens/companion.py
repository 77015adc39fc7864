"""What the bar of a demonstration starts beside itself: a process that ends with the bar."""

from collections.abc import Sequence

from PySide6.QtCore import Property, QObject, QProcess, Signal, Slot
from PySide6.QtQml import QmlElement

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

_STOP_MS = 3000


@QmlElement
class Companion(QObject):
    """A screen, or a crowd of made-up customers: there once at most, and gone with its owner."""

    changed = Signal()

    def __init__(self, command: Sequence[str], parent: QObject) -> None:
        """Run `command`, the program and its arguments, when `start` is asked for."""
        super().__init__(parent)
        self._command = list(command)
        self._process: QProcess | None = None

    @Property(bool, notify=changed)
    def running(self) -> bool:
        """It is there."""
        return self._process is not None

    @Slot()
    def start(self) -> None:
        """Start it, unless it is there."""
        if self._process is not None:
            return
        program, *arguments = self._command
        self._process = QProcess(self)
        self._process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedChannels)
        self._process.finished.connect(self._gone)
        self._process.errorOccurred.connect(self._gone)
        self._process.start(program, arguments)
        self.changed.emit()

    @Slot()
    def toggle(self) -> None:
        """Start it, or ask it to stop."""
        if self._process is None:
            self.start()
        else:
            self._process.terminate()

    @Slot()
    def _gone(self) -> None:
        if self._process is not None:
            self._process.deleteLater()
        self._process = None
        self.changed.emit()

    def close(self) -> None:
        """End it and wait until it is gone."""
        process, self._process = self._process, None
        if process is None:
            return
        process.finished.disconnect()
        process.errorOccurred.disconnect()
        process.terminate()
        if not process.waitForFinished(_STOP_MS):
            process.kill()
            process.waitForFinished(_STOP_MS)
