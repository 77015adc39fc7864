"""A guidance slip of today: for which service, said with what answers, and what became of the paper."""

from dataclasses import dataclass, field

from kiosk.domain.facts import PrintStatus


@dataclass(frozen=True, slots=True)
class Guide:
    """What to bring and what happens, on paper; `visit` is empty for somebody who took no number."""

    id: str
    service: str
    language: str
    visit: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    ready: tuple[str, ...] = ()
    status: PrintStatus = "queued"
