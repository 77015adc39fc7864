"""The routes of the doors: `/sign-in`, `/setup` and `/pair`. Their scripts post to /v1/door, which decides everything."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import Final, Protocol
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment

from kiosk.branch.access.access import Access, Turned, Who
from kiosk.domain.branch_plan import BranchPlan
from kiosk.domain.staff import BADGE_DIGITS, PIN_DIGITS
from kiosk.pages.door.ways import own_page, way_on
from kiosk.resources import resources
from kiosk.web.layout import chosen, environment, remember
from kiosk.web.words import LANGUAGES, Language, Words, load_words

WHYS: Final = frozenset(
    {
        "not_paired",
        "sign_in_needed",
        "session_ended",
        "page_locked",
        "pin_must_be_set",
        "role_may_not",
        "other_person",
        "signed_out",
    }
)
"""Why somebody stands at a door. Nothing else that a link says is ever shown."""
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})
_KINDS: Final = ("office", "manager", "backoffice")
"""How a computer that is paired where it stands is called, with a number."""


class Gate(Protocol):
    """What the doors need of the branch service: who comes, and what the branch is called."""

    @property
    def access(self) -> Access:
        """Who may come in."""
        ...

    @property
    def plan(self) -> BranchPlan:
        """The branch."""
        ...


def router(service: Gate) -> APIRouter:
    """Return the routes of the doors; the static files they need come with the reception page."""
    folder = resources()
    doors = _Doors(
        service, environment(folder / "pages" / "templates"), load_words(folder / "i18n" / "pages.toml")
    )
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/sign-in", doors.sign_in)
    routes.add_api_route("/sign-in/pin", doors.own_pin)
    routes.add_api_route("/", doors.front)
    routes.add_api_route("/sign-in/on", doors.on)
    routes.add_api_route("/setup", doors.setup)
    routes.add_api_route("/setup/next", doors.set_up)
    routes.add_api_route("/pair", doors.pair)
    routes.add_api_route("/pair/done", doors.paired)
    return routes


@dataclass(frozen=True, slots=True)
class _Doors:
    service: Gate
    templates: Environment
    words: Mapping[Language, Words]

    async def sign_in(self, request: Request) -> Response:
        """Show what a person at this device has to give: badge and PIN, the PIN alone, or a PIN of their own."""
        if self.service.access.everybody:
            return self.draw(request, "open")
        who = self.who(request)
        if who is None:
            return _to("/pair", why="not_paired", next=_next(request))
        match who.state:
            case "new_pin":
                return self.draw(request, "pin", who, changes=False)
            case "locked" if _why(request) != "other_person":
                return self.draw(request, "unlock", who)
            case _:
                return self.draw(request, "sign_in", who, home=way_on("", who.may))

    async def own_pin(self, request: Request) -> Response:
        """Show where somebody who is signed in takes another PIN."""
        who = None if self.service.access.everybody else self.who(request)
        if who is None or who.state != "signed_in":
            return _to("/sign-in", next=_next(request))
        return self.draw(request, "pin", who, changes=True)

    async def on(self, request: Request) -> Response:
        """Lead somebody who has just proved who they are to the page they wished for, if they may open it."""
        who = self.who(request)
        if who is None or who.state != "signed_in":
            return _to("/sign-in", next=_next(request))
        page = way_on(_next(request), who.may)
        return _to(page) if page else _to("/sign-in", why="role_may_not")

    async def front(self, request: Request) -> Response:
        """Lead whoever knows no more than the address to their first page."""
        return _to("/reception") if self.service.access.everybody else await self.on(request)

    async def setup(self, request: Request) -> Response:
        """Show the first steps of a new branch at its own computer; later, how that computer itself is paired."""
        here = request.client is not None and request.client.host in _LOOPBACK
        if self.service.access.register.managers:
            paired = self.who(request) is not None
            return self.draw(
                request, "set_up", names=_free_names(self.service.access) if here and not paired else ()
            )
        return self.draw(request, "setup" if here else "elsewhere")

    async def set_up(self, request: Request) -> Response:
        """Show the first manager what comes next."""
        who = self.who(request)
        if who is None or "office" not in who.may:
            return _to("/setup")
        return self.draw(request, "next_steps", who)

    async def pair(self, request: Request) -> Response:
        """Show where the code of a device is given."""
        if self.service.access.everybody:
            return self.draw(request, "open")
        if not self.service.access.register.managers:
            return _to("/setup")
        return self.draw(request, "pair")

    async def paired(self, request: Request) -> Response:
        """Say which device this is now."""
        who = self.who(request)
        return _to("/pair") if who is None else self.draw(request, "paired", who)

    def who(self, request: Request) -> Who | None:
        """Return who is at the door, None at a device that is none of ours."""
        try:
            return self.service.access.who(request)
        except Turned:
            return None

    def badge(self, request: Request, who: Who | None) -> str:
        """Return whose badge stands on the page: also that of a locked one, where only the PIN is asked for."""
        session = self.service.access.session(request, who.device) if who else None
        return session.badge if session is not None else ""

    def draw(self, request: Request, scene: str, who: Who | None = None, **values: object) -> HTMLResponse:
        words, plan = self.words[chosen(request, "lang", LANGUAGES)], self.service.plan
        page = self.templates.get_template(f"door/{scene}.html").render(
            t=words,
            branch=plan.name.en if words.language == "en" else plan.name.zh,
            open=self.service.access.everybody,
            device=who.device if who else "",
            badge=self.badge(request, who),
            role="counter" if who and who.role == "counter" else "reception",
            device_role=who.role if who else "",
            here=request.url.path,
            why=_why(request),
            next=_next(request),
            badge_digits=BADGE_DIGITS,
            pin_digits=PIN_DIGITS,
            **values,
        )
        response = HTMLResponse(page)
        remember(request, response, "lang", LANGUAGES)
        return response


def _free_names(access: Access) -> tuple[str, ...]:
    """Return names that the computer of the branch may be given now."""
    taken = {one.name for one in access.register.devices.values() if one.state == "paired"}
    free = (next(name for n in count(1) if (name := f"{kind}-{n}") not in taken) for kind in _KINDS)
    return tuple(free)


def _why(request: Request) -> str:
    why = request.query_params.get("why", "")
    return why if why in WHYS else ""


def _next(request: Request) -> str:
    return own_page(request.query_params.get("next", ""))


def _to(path: str, **query: str) -> RedirectResponse:
    """Lead to a path of our own, which a browser must not remember."""
    given = {name: value for name, value in query.items() if value}
    target = f"{path}?{urlencode(given, safe='/')}" if given else path
    return RedirectResponse(target, 303, {"cache-control": "no-store"})
