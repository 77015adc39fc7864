"""What the bar of a demonstration starts beside itself: a process that ends with the bar."""

from collections.abc import Sequence

from PySide6.QtCore import Property, QObject, QProcess, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

_STOP_MS = 3000


@QmlElement
class Companion(QObject):
    """A screen, or a crowd of made-up customers: there once at most, and gone with its owner."""

    changed = Signal()

    def __init__(self, command: Sequence[str], parent: QObject, limit_ms: int = _STOP_MS) -> None:
        """Run `command`, the program and its arguments, when `start` is asked for.

        It has to end when its standard input does: then it does not outlive us either, even if we are killed. After
        `limit_ms` milliseconds it is terminated, and after as long again killed.
        """
        super().__init__(parent)
        self._command = list(command)
        self._limit_ms = limit_ms
        self._process: QProcess | None = None
        self._stopping = False
        self._limit = QTimer(self, singleShot=True, interval=limit_ms)
        self._limit.timeout.connect(self._insist)
        self._insisted = False

    @Property(bool, notify=changed)
    def running(self) -> bool:
        """It is there."""
        return self._process is not None

    @Property(bool, notify=changed)
    def stopping(self) -> bool:
        """It was asked to stop, and is still there."""
        return self._stopping

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
    def stop(self) -> None:
        """Ask it to stop, once."""
        if self._process is None or self._stopping:
            return
        self._stopping, self._insisted = True, False
        self._process.closeWriteChannel()
        self._limit.start()
        self.changed.emit()

    @Slot()
    def toggle(self) -> None:
        """Start it, or ask it to stop."""
        if self._process is None:
            self.start()
        else:
            self.stop()

    @Slot()
    def _insist(self) -> None:
        if self._process is None:
            return
        if self._insisted:
            self._process.kill()
            return
        self._insisted = True
        self._process.terminate()
        self._limit.start()

    @Slot()
    def _gone(self) -> None:
        if self._process is not None:
            self._process.deleteLater()
        self._process = None
        self._stopping = False
        self._limit.stop()
        self.changed.emit()

    def close(self) -> None:
        """End it and wait until it is gone."""
        process, self._process = self._process, None
        self._limit.stop()
        if process is None:
            return
        process.finished.disconnect()
        process.errorOccurred.disconnect()
        process.closeWriteChannel()
        for force in (process.terminate, process.kill):
            if process.waitForFinished(self._limit_ms):
                return
            force()
        process.waitForFinished(self._limit_ms)
