"""Satisfaction as the page shows it: names in place of codes, the worst first, bars where there is enough to draw."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from kiosk.domain.rating import RatingForm
from kiosk.pages.reception.names import Names
from kiosk.records.satisfaction import FEWEST, Satisfaction, Tally
from kiosk.web.charts import Column

_BEST: Final = 5

Mood = Literal["unhappy", "happy", "former"]
"""`former`: reasons that the branch no longer offers."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: how many ratings, and what they come to."""

    name: str
    count: int
    mean: str = ""
    """With one decimal; empty where the ratings are too few for a mean, or where there is none to tell."""
    share: float = 0.0
    """Length of the bar, 0 to 1."""


@dataclass(frozen=True, slots=True)
class OpinionsView:
    """What customers thought in some days."""

    finished: int
    rated: int
    unrated: int
    percent: int | None
    """Rated of a hundred finished visits."""
    mean: str
    fewest: int
    scores: tuple[Line, ...]
    """From 5 down to 1, none where the ratings are too few; so are the reasons."""
    services: tuple[Line, ...]
    hours: tuple[Line, ...]
    questions: tuple[Line, ...]
    reasons: tuple[tuple[Mood, tuple[Line, ...]], ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        """The hours as a chart, each mean with its number of ratings; none while there is no mean to draw."""
        if not any(line.mean for line in self.hours):
            return ()
        return tuple(
            Column(
                line.name, line.share if line.mean or not line.count else None, line.mean, f"({line.count})"
            )
            for line in self.hours
        )


def opinions_view(thought: Satisfaction, names: Names, form: RatingForm) -> OpinionsView:
    """Return what is shown of `thought`, in the language of `names` and the words of `form`."""
    overall, asked = (
        thought.overall,
        {question.code: names.pick(question.text) for question in form.questions},
    )
    return OpinionsView(
        finished=thought.finished,
        rated=overall.count,
        unrated=thought.unrated,
        percent=None if thought.rated_share is None else round(100 * thought.rated_share),
        mean=_mean(overall),
        fewest=FEWEST,
        scores=_counted({str(score): n for score, n in sorted((thought.scores or {}).items(), reverse=True)}),
        services=_worst_first((names.service(code), tally) for code, tally in thought.by_service.items()),
        hours=_hours(thought.by_hour),
        questions=_worst_first((asked.get(code, code), tally) for code, tally in thought.by_question.items()),
        reasons=_reasons(thought.reasons or {}, names, form),
    )


def _mean(tally: Tally) -> str:
    return "" if tally.mean is None else f"{tally.mean:.1f}"


def _line(name: str, tally: Tally) -> Line:
    return Line(name, tally.count, _mean(tally), (tally.mean or 0) / _BEST)


def _worst_first(tallies: Iterable[tuple[str, Tally]]) -> tuple[Line, ...]:
    """Return what went worst first, and what nothing can be said of last; two may have one name."""
    ranked = sorted(tallies, key=lambda one: (one[1].mean or _BEST + 1, -one[1].count, one[0]))
    return tuple(_line(name, tally) for name, tally in ranked)


def _hours(tallies: Mapping[int, Tally]) -> tuple[Line, ...]:
    """Return every hour from the first with a rating to the last."""
    hours = range(min(tallies), max(tallies) + 1) if tallies else ()
    return tuple(_line(f"{hour}:00", tallies.get(hour, Tally())) for hour in hours)


def _counted(counts: Mapping[str, int]) -> tuple[Line, ...]:
    most = max(counts.values(), default=0) or 1
    return tuple(Line(name, count, share=count / most) for name, count in counts.items())


def _reasons(
    touched: Mapping[str, int], names: Names, form: RatingForm
) -> tuple[tuple[Mood, tuple[Line, ...]], ...]:
    """Return the reasons by mood, most often touched first; bars of both moods can be compared."""
    known = {reason.code: reason for reason in form.reasons}
    most = max(touched.values(), default=1)
    groups: dict[Mood, list[Line]] = {"unhappy": [], "happy": [], "former": []}
    for code, count in sorted(touched.items(), key=lambda one: (-one[1], one[0])):
        mood: Mood = known[code].mood if code in known else "former"
        name = names.pick(known[code].text) if code in known else code
        groups[mood].append(Line(name, count, share=count / most))
    return tuple((mood, tuple(lines)) for mood, lines in groups.items() if lines)
