"""The frame of every page of headquarters: its words, the ways to the other pages, and who is signed in."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Final

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment

from kiosk.hq.door.access import LOCK_S, Visitor
from kiosk.hq.door.roles import may
from kiosk.resources import resources
from kiosk.web.layout import chosen, environment, remember
from kiosk.web.words import LANGUAGES, Words, load_words


@dataclass(frozen=True, slots=True)
class Way:
    """A page that stands in the navigation: its word is `frame.way_{name}` in hq.toml."""

    path: str
    name: str
    icon: str


WAYS: Final = (
    Way("/", "overview", "house"),
    Way("/compare", "compare", "chart"),
    Way("/trouble", "trouble", "warn"),
    Way("/branches/new", "enrolment", "key"),
    Way("/packs", "packs", "download"),
    Way("/records", "records", "lock"),
    Way("/audit", "audit", "eye"),
    Way("/people", "people", "person"),
)
"""In the order they stand in; one that is not open to whoever looks is left out."""


def words_of(request: Request) -> Words:
    """Return the words of headquarters in the language of whoever asks."""
    return load_words(resources() / "i18n" / "hq.toml")[chosen(request, "lang", LANGUAGES)]


def draw(request: Request, template: str, **values: object) -> HTMLResponse:
    """Return a page made of `hq/{template}`, which extends `hq/frame.html`.

    Templates find `t` (the words), `person` (who is let in, or None at the door), `ways`, `here` (this path) and
    `demonstration`.
    """
    person: Visitor | None = getattr(request.state, "person", None)
    page = (
        _templates()
        .get_template(f"hq/{template}")
        .render(
            t=words_of(request),
            person=person,
            ways=_ways(person.roles if person else ()),
            here=request.url.path,
            other_language=_in_the_other_language(request),
            demonstration=request.app.state.demonstration,
            lock_s=round(LOCK_S),
            **values,
        )
    )
    response = HTMLResponse(page)
    remember(request, response, "lang", LANGUAGES)
    return response


def missing(request: Request) -> HTMLResponse:
    """Return what stands where there is no page: somebody who is in mistyped an address, and sees the ways."""
    page = draw(request, "missing.html")
    page.status_code = 404
    return page


def _ways(roles: Collection[str]) -> list[Way]:
    return [way for way in WAYS if may(roles, "GET", way.path)]


def _in_the_other_language(request: Request) -> str:
    """Return the address of this page in the other language, with all that was chosen on it."""
    other = "en" if chosen(request, "lang", LANGUAGES) == "zh" else "zh"
    url = request.url.include_query_params(lang=other)
    return f"{url.path}?{url.query}"


@cache
def _templates() -> Environment:
    return environment(resources() / "pages" / "templates")
