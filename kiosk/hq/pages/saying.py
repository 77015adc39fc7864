"""What every page of figures is drawn with: its speech, charts, and the words that the pages of branches have already."""

from dataclasses import dataclass
from functools import partial

from fastapi import Request

from kiosk.hq.pages.advice import to_do
from kiosk.hq.pages.frame import words_of
from kiosk.hq.pages.speech import Speech
from kiosk.resources import resources
from kiosk.web.charts import bar
from kiosk.web.charts_plot import spark
from kiosk.web.words import load_words


@dataclass(frozen=True, slots=True)
class Saying:
    """The speech of whoever asks, and all that templates are given with it."""

    say: Speech
    house: Speech
    """The same in the words of branch pages."""
    values: dict[str, object]


def saying(request: Request, now_ms: int) -> Saying:
    """Return what a page for `request` is drawn with: `say`, `house` (the words of branch pages), charts, `to_do`."""
    t = words_of(request)
    say = Speech(t, now_ms)
    house = Speech(load_words(resources() / "i18n" / "pages.toml")[t.language], now_ms)
    return Saying(
        say,
        house,
        {
            "say": say,
            "house": house,
            "bar": bar,
            "spark": spark,
            "to_do": partial(to_do, language=t.language),
        },
    )
