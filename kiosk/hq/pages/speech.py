"""How pages say figures: durations, moments and shares, in the language and the time zone of headquarters."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from kiosk.hq.reports import Between
from kiosk.web.words import Words

ZONE: Final = ZoneInfo("Asia/Shanghai")
"""All of China keeps one time; a branch elsewhere is shown by the clock of headquarters."""
_MINUTE: Final = 60_000
_HOUR: Final = 60 * _MINUTE
_DAY: Final = 24 * _HOUR
_LONG_H: Final = 10
"""From so many hours on, minutes tell nobody anything."""
NONE: Final = "–"


@dataclass(frozen=True, slots=True)
class Speech:
    """Says figures in the words of `t`; `now_ms` is when (UTC)."""

    t: Words
    now_ms: int

    @property
    def today(self) -> str:
        """The date on the wall of headquarters, ISO."""
        return self._at(self.now_ms).date().isoformat()

    def back(self, days: int) -> str:
        """Return the ISO date `days` before today."""
        return (date.fromisoformat(self.today) - timedelta(days=days)).isoformat()

    def number(self, value: int | None) -> str:
        """Return a count with its thousands apart."""
        return NONE if value is None else f"{value:,}"

    def share(self, part: float | None) -> str:
        """Return a share (0 to 1) in percent."""
        return NONE if part is None else f"{100 * part:.0f}%"

    def score(self, mean: float | None) -> str:
        """Return a mean of scores."""
        return NONE if mean is None else f"{mean:.1f}"

    def minutes(self, ms: int | None) -> str:
        """Return a duration in minutes, in hours and minutes from two hours on, in hours from ten on."""
        if ms is None:
            return NONE
        minutes = round(ms / _MINUTE)
        if minutes >= 2 * 60:
            if minutes >= _LONG_H * 60:
                return self.t("figures.whole_hours", n=round(minutes / 60))
            return self.t("figures.hours", h=minutes // 60, n=minutes % 60)
        # Nothing at all is said as such: "less than a minute" would be something.
        return self.t("figures.minutes", n=minutes) if minutes or ms == 0 else self.t("figures.moment")

    def between(self, lies: Between | None) -> str:
        """Return a range of minutes; too few to say anything is said as such."""
        if lies is None:
            return self.t("figures.few")
        if lies.high_min is None:
            return self.t("figures.over", n=lies.low_min)
        return self.t("figures.range", low=lies.low_min, high=lies.high_min)

    def ago(self, ms: int | None) -> str:
        """Return how long ago a moment was; a branch's clock may be a little ahead."""
        if ms is None:
            return self.t("figures.never")
        past = max(0, self.now_ms - ms)
        if past < _MINUTE:
            return self.t("figures.just_now")
        if past < _HOUR:
            return self.t("figures.ago_minutes", n=past // _MINUTE)
        if past < 2 * _DAY:
            return self.t("figures.ago_hours", n=past // _HOUR)
        return self.t("figures.ago_days", n=past // _DAY)

    def clock(self, ms: int) -> str:
        """Return a moment: its time today, with its date otherwise."""
        at = self._at(ms)
        return at.strftime("%H:%M" if at.date().isoformat() == self.today else "%m-%d %H:%M")

    def second(self, ms: int) -> str:
        """Return the time of a moment to the second."""
        return self._at(ms).strftime("%H:%M:%S")

    def moment(self, ms: int) -> str:
        """Return date and time of a moment."""
        return self._at(ms).strftime("%Y-%m-%d %H:%M")

    def hour(self, ms: int) -> str:
        """Return the hour that a moment lies in."""
        return self._at(ms).strftime("%H")

    def coded(self, table: str, code: str) -> str:
        """Return the word of a code; the code itself if a later program made it."""
        return self.t.texts.get(f"{table}.{code}", code)

    def _at(self, ms: int) -> datetime:
        return datetime.fromtimestamp(ms / 1000, UTC).astimezone(ZONE)
