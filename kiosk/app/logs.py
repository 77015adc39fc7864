"""Logs: one JSON event a line on standard error and into files, names and numbers only, never a person."""

import contextlib
import json
import logging
import sys
from typing import Any, Final, TextIO

import structlog

from kiosk.app.log_files import LogFiles

_LEVELS: Final = ("debug", "info", "warning", "warn", "error", "critical", "fatal", "exception", "msg", "log")


class _Lines:
    """Where rendered events go: to standard error for the journal of the system, and to files if there are any."""

    def __init__(self, stream: TextIO | None, files: LogFiles | None) -> None:
        self._stream, self._files = stream, files

    def write(self, line: str) -> None:
        # A service of Windows has no standard error, and a reader of it may have gone: no reason to stop.
        with contextlib.suppress(OSError, ValueError):
            if self._stream is not None:
                self._stream.write(f"{line}\n")
                self._stream.flush()
        if self._files is not None:
            self._files.write(line)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - structlog asks for a method of each level
        if name in _LEVELS:
            return self.write
        raise AttributeError(name)


class _Foreign(logging.Handler):
    """Makes an event of what libraries say through `logging`: where and how bad, and not the words, which may quote data."""

    def __init__(self, lines: _Lines) -> None:
        super().__init__(logging.WARNING)
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        event = {
            "event": "library_said",
            "logger": record.name,
            "at": f"{record.module}:{record.lineno}",
            "error": kind,
            "level": record.levelname.lower(),
        }
        self._lines.write(json.dumps(event))


def configure_logs(level: str = "INFO", files: LogFiles | None = None) -> None:
    """Send structlog events of `level` and above to standard error, and to `files` if named.

    What libraries say of level WARNING and above goes the same way where there are files, without its words.
    """
    lines = _Lines(sys.stderr, files)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=lambda *_: lines,
    )
    if files is not None:
        logging.basicConfig(handlers=[_Foreign(lines)], force=True)
