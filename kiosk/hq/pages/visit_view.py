"""What the story of a visit shows: its steps in order, each with how long after the one before it came."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kiosk.hq.reports import Step, VisitStory

_TOLD_MS: Final = 60_000
"""A pause shorter than this needs no word."""

_ICONS: Final = {
    "issued": "ticket", "added": "plus", "slip": "printer", "guide": "guide", "called": "bell", "started": "play",
    "finished": "check", "left": "skip", "ended": "close", "rated": "star", "rating_answered": "raised",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """One step of the story."""

    step: Step
    icon: str
    after_ms: int | None
    """How long after the step before it, where that is worth a word."""
    tone: str
    """good, amiss or usual."""


def told(story: VisitStory) -> list[Told]:
    """Return the steps as they are told."""
    return list(_told(story))


def _told(story: VisitStory) -> Iterator[Told]:
    before: int | None = None
    for step in story.steps:
        after = None if before is None or step.at_ms - before < _TOLD_MS else step.at_ms - before
        yield Told(step, _ICONS[step.kind], after, _tone(step))
        before = step.at_ms


def _tone(step: Step) -> str:
    if step.kind == "finished":
        return "good"
    if step.kind == "rated":
        return "amiss" if step.detail in ("1", "2") else "good"
    if step.kind in ("left", "ended") or (
        step.kind in ("slip", "guide") and step.detail in ("failed", "unknown")
    ):
        return "amiss"
    return "usual"
