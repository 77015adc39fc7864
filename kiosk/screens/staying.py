"""A screen of a hall stays: nothing but its own program closes its window."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject


class Stays(QObject):
    """An event filter for a window: whatever key or window manager wants it closed is not heard."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let nothing close the window."""
        del watched
        if event.type() is not QEvent.Type.Close:
            return False
        event.ignore()
        return True


class Leaver(QObject):
    """Ends the event loop from within. Quit, sent to the application, asks every window, and one that stays refuses."""

    def event(self, event: QEvent) -> bool:
        """End it when told to quit."""
        if event.type() is not QEvent.Type.Quit:
            return super().event(event)
        QCoreApplication.exit(0)
        return True
