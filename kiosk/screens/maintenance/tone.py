"""A tone of our own, played by the system's aplay: no sound library is shipped. Where there is none, that is told."""

import math
import shutil
import struct
import tempfile
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal

from PySide6.QtCore import QObject, QProcess

SoundState = Literal["", "playing", "played", "failed", "no_player", "no_device"]
_RATE: Final = 22_050
_NOTES_HZ: Final = (523.25, 659.25, 783.99)
"""Three notes that rise: nobody takes them for a fault."""
_NOTE_S: Final = 0.35
_CARDS: Final = Path("/proc/asound/cards")


def tone() -> bytes:
    """Return one second of a tone as 16-bit mono PCM at 22,050 Hz, each note faded in and out."""
    count = int(_RATE * _NOTE_S)
    samples = (
        0.6 * math.sin(2 * math.pi * hertz * each / _RATE) * math.sin(math.pi * each / count)
        for hertz in _NOTES_HZ
        for each in range(count)
    )
    return b"".join(struct.pack("<h", int(32_000 * sample)) for sample in samples)


def write_tone(file: Path) -> None:
    """Write the tone as a WAV file."""
    with wave.open(str(file), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(_RATE)
        sound.writeframes(tone())


def sound_device(cards: Path = _CARDS) -> str:
    """Return the name of the first sound device of this machine, empty if there is none or nobody says."""
    try:
        lines = cards.read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    return next((line.partition(": ")[2].strip() for line in lines if "]: " in line), "")


class Tone(QObject):
    """Plays the tone, once at a time; `changed` is called with how it goes."""

    def __init__(self, changed: Callable[[SoundState], None], parent: QObject) -> None:
        """Have nothing playing."""
        super().__init__(parent)
        self._changed = changed
        self._process: QProcess | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def play(self, player: str | None = None) -> None:
        """Play it with `player`, by default the system's; nothing while it plays."""
        if self._process is not None:
            return
        program = player or shutil.which("aplay") or ""
        if not program:
            self._changed("no_player")
        elif not player and not sound_device():
            self._changed("no_device")
        else:
            self._start(program)

    def _start(self, program: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="kiosk-tone-")
        file = Path(self._folder.name) / "tone.wav"
        write_tone(file)
        self._process = QProcess(self)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(lambda _: self._finished(1))
        self._changed("playing")
        self._process.start(program, ["-q", str(file)])

    def _finished(self, code: int, *_: object) -> None:
        if self._process is not None:
            self.stop()
            self._changed("failed" if code else "played")

    def stop(self) -> None:
        """Let go of whatever plays."""
        process, self._process = self._process, None
        if process is not None:
            process.finished.disconnect()
            process.errorOccurred.disconnect()
            process.kill()
            process.waitForFinished(1000)
            process.deleteLater()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None
