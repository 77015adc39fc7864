"""Counters, calls for a person, and the business day."""

from dataclasses import dataclass
from typing import ClassVar, Literal


@dataclass(frozen=True, slots=True)
class OpenCounter:
    """Let a counter serve, with the skills of the branch plan."""

    kind: ClassVar[str] = "open_counter"
    counter: str
    badge: str = ""


@dataclass(frozen=True, slots=True)
class CloseCounter:
    """Stop a counter that has nobody in hand."""

    kind: ClassVar[str] = "close_counter"
    counter: str


@dataclass(frozen=True, slots=True)
class CallHelp:
    """呼叫人工: a person, please, at this place."""

    kind: ClassVar[str] = "call_help"
    place: str
    """The name of a device, or `counter-` and the counter's id. A device the branch knows cannot name another one."""


@dataclass(frozen=True, slots=True)
class AnswerHelp:
    """I am on my way."""

    kind: ClassVar[str] = "answer_help"
    help: str


@dataclass(frozen=True, slots=True)
class CloseDay:
    """End the business day by hand."""

    kind: ClassVar[str] = "close_day"


@dataclass(frozen=True, slots=True)
class ReopenDay:
    """Take a closing of today back."""

    kind: ClassVar[str] = "reopen_day"


@dataclass(frozen=True, slots=True)
class ReportCheck:
    """The branch service says how it found the branch. Only itself asks this."""

    kind: ClassVar[str] = "report_check"
    findings: dict[str, str]


@dataclass(frozen=True, slots=True)
class ReportKeeping:
    """The branch service says what it kept of a closed day. Only itself asks this."""

    kind: ClassVar[str] = "report_keeping"
    date: str
    backup: Literal["verified", "failed"]
    summary: Literal["written", "failed"]
    reason: str = ""
