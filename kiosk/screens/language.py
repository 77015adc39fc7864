"""The language of a screen: Chinese is written in the sources, English comes from resources/i18n."""

from PySide6.QtCore import QCoreApplication, QObject, QTranslator, Signal
from PySide6.QtQml import QQmlEngine

from kiosk.domain.catalogue import Text
from kiosk.domain.flow.events import Language
from kiosk.resources import resources


class Tongue(QObject):
    """Switches every word of an engine live. One at a time in a process: Qt has one set of translators."""

    changed = Signal()

    def __init__(self) -> None:
        """Begin in Chinese.

        Raises:
            FileNotFoundError: the English words are missing from the installation.
        """
        super().__init__()
        self.language: Language = "zh"
        self.engine: QQmlEngine | None = None
        """Whose words change; set once it is there."""
        self._english = QTranslator()
        file = resources() / "i18n" / "screens_en.qm"
        if not self._english.load(str(file)):
            raise FileNotFoundError(file)

    def speak(self, language: Language) -> None:
        """Change to `language`; the engine's bindings are evaluated again."""
        if language == self.language:
            return
        self.language = language
        if language == "en":
            QCoreApplication.installTranslator(self._english)
        else:
            QCoreApplication.removeTranslator(self._english)
        if self.engine is not None:
            self.engine.retranslate()
        self.changed.emit()

    def say(self, text: Text | None) -> str:
        """Return words of the catalogue in the present language, none for None."""
        if text is None:
            return ""
        return text.en if self.language == "en" else text.zh
