"""Every path of the application, asked from every kind of device by every kind of person: what is not allowed is refused."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pytest

from kiosk.branch.access.access import DEVICE_COOKIE, PERSON_COOKIE
from kiosk.branch.access.doors import OPEN, PAGES
from kiosk.domain.staff import DEVICE_ROLES, STAFF_ROLES, DeviceRole, may_ask_as
from kiosk.wire.projection import ROLES
from tests.faults.harness import PATIENCE_S
from tests.faults.side_work import begin_side_work
from tests.served import PORT
from tests.strict_branch import StrictBranch, strict_branch

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message

OPEN_PATHS: Final = (
    "/static/",
    "/v1/health",
    "/v1/door/",
    "/openapi.json",
    "/pair",
    "/setup",
    "/sign-in",
    "/ca.crt",
)
"""What a machine that nobody knows may ask for. One more is a decision, not an accident."""

PAIRED: Final = ("/v1/catalogue", "/v1/map.svg", "/v1/quote", "/v1/hall", "/v1/slips/")
"""What every device of the branch may ask for: it stands on public screens and on paper."""

AT_A_SCREEN: Final = ("/v1/maintenance/",)
"""The maintenance panel: technicians and branch managers, at public screens (tests/integration/test_maintenance_api.py)."""

BY_ROLE: Final[dict[str, frozenset[str]]] = {
    "/v1/snapshot": frozenset(ROLES),
    "/v1/facts": frozenset(ROLES),
    "/v1/requests/": frozenset(ROLES),
    "/v1/exit/": frozenset({"exit"}),
    "/v1/reports/": frozenset({"manager"}),
    "/v1/check": frozenset({"reception", "manager", "technician"}),
    "/v1/upload": frozenset({"reception", "manager", "technician"}),
    "/v1/office/staff": frozenset({"office"}),
    "/v1/office/devices": frozenset({"office", "technician"}),
    "/v1/records": frozenset({"reception", "manager", "office"}),
    "/v1/records/find": frozenset({"reception", "manager"}),
    "/v1/records/read": frozenset({"reception", "manager", "office"}),
}
"""What is asked in a role, and in which it can be, the longest line that fits; of /v1/requests the rules say more."""

OF_PAGES: Final[dict[str, frozenset[str]]] = {
    "/reception": frozenset({"reception"}),
    "/manager": frozenset({"manager"}),
    "/counter": frozenset({"counter"}),
    "/office": frozenset({"office"}),
    "/devices": frozenset({"technician", "office"}),
}
"""Staff pages, and the roles in which one of them may be had."""

HELP: Final = "/v1/requests/call_help"
"""Calls for help work on a locked page, and where nobody is signed in."""


@dataclass(frozen=True)
class Caller:
    """Somebody at a device, and the roles in which they may ask."""

    name: str
    cookies: str
    may: frozenset[str]
    could: frozenset[str] = frozenset()
    """The roles in which the device could be used by anybody at all."""

    @property
    def is_known(self) -> bool:
        """Whether the device is one of the branch."""
        return bool(self.cookies)


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StrictBranch]:
    with strict_branch(tmp_path_factory.mktemp("branch")) as running:
        running.run(begin_side_work())
        yield running


@pytest.fixture(scope="module")
def callers(branch: StrictBranch) -> list[Caller]:
    """A stranger, every kind of device with nobody there, and with each kind of person; some locked, some quite new."""
    every = [Caller("stranger", "", frozenset())]
    for device in DEVICE_ROLES:
        every.append(_caller(branch, device))
        every += [_caller(branch, device, role) for role in STAFF_ROLES]
    every += [_caller(branch, "staff", "branch_manager", state) for state in ("locked", "new_pin")]
    return every


@pytest.fixture(scope="module")
def doors(branch: StrictBranch) -> list[tuple[str, str]]:
    """Every method and path of the application, names in braces filled in."""
    every = {(method, _filled(path)) for method, path in _routes(_rooms(branch.app)) if method != "HEAD"}
    return sorted(every)


def test_every_path_has_its_line_in_the_tables(doors: list[tuple[str, str]]) -> None:
    known = (*OPEN_PATHS, *PAIRED, *AT_A_SCREEN, *BY_ROLE, *OF_PAGES)

    assert len(doors) > 60
    # The front door leads whoever is known to their first page, and tells nobody anything.
    assert [path for _, path in doors if path != "/" and not _below(path, known)] == []
    assert OPEN == OPEN_PATHS
    assert set(PAGES) == set(OF_PAGES)


def test_a_path_that_is_not_there_is_closed_to_strangers_too(branch: StrictBranch) -> None:
    for path in (
        "/",
        "/v1",
        "/v1/",
        "/docs",
        "/redoc",
        "/no-such",
        "/v1/simulation",
        "//v1/hall",
        "/V1/hall",
    ):
        assert _ask(branch, Caller("stranger", "", frozenset()), "GET", path) == (401, "not_paired")


def test_what_is_open_is_open_to_a_stranger(branch: StrictBranch) -> None:
    stranger = Caller("stranger", "", frozenset())

    for path in ("/v1/health", "/openapi.json", "/static/css/base.css", "/v1/door/who"):
        assert _ask(branch, stranger, "GET", path)[1] == "", path


@pytest.mark.row("F3")
def test_a_stranger_is_told_that_the_service_answers_and_nothing_of_the_branch(
    branch: StrictBranch, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall = branch.pair("hall-of-health", "hall")
    known = hall.get("/v1/health").json()

    def busy(*_: object) -> None:
        raise AssertionError("a stranger keeps the lane busy")

    monkeypatch.setattr(branch.service, "_on_lane", busy)
    told = branch.stranger().get("/v1/health").json()

    assert told.pop("version")
    assert told == {"status": "serving", "demonstration": known["demonstration"], "simulated": False}
    assert {"branch", "epoch", "seq", "date"} <= known.keys()


def test_a_device_that_is_not_known_is_let_in_nowhere_else(
    branch: StrictBranch, doors: list[tuple[str, str]]
) -> None:
    for method, path in doors:
        if not _below(path, OPEN_PATHS):
            told = _ask(branch, Caller("stranger", "", frozenset()), method, path, "reception")
            assert told == (401, "not_paired"), path


def test_a_known_device_gets_what_is_public_whoever_is_there(
    branch: StrictBranch, callers: list[Caller], doors: list[tuple[str, str]]
) -> None:
    for method, path in doors:
        if _below(path, PAIRED):
            for caller in callers[1:]:
                assert _ask(branch, caller, method, path)[1] == "", (caller.name, path)


def test_the_maintenance_panel_is_for_its_own_people_at_public_screens(
    branch: StrictBranch, callers: list[Caller], doors: list[tuple[str, str]]
) -> None:
    screens, people = ("entrance", "exit", "hall"), ("technician", "branch_manager")
    may = {f"{screen}-{person}" for screen in screens for person in people}
    for method, path in doors:
        for caller in callers if _below(path, AT_A_SCREEN) else ():
            told = _ask(branch, caller, method, path)
            assert (told[1] == "") is (caller.name in may), (caller.name, path, told)


def test_a_staff_page_is_for_its_own_people_at_their_own_devices(
    branch: StrictBranch, callers: list[Caller], doors: list[tuple[str, str]]
) -> None:
    for method, path in doors:
        page = next((page for page in OF_PAGES if _below(path, (page,))), None)
        for caller in callers if page else ():
            told = _ask(branch, caller, method, path)
            may = bool(OF_PAGES[page or ""] & caller.may)
            assert (told[1] == "") is may, (caller.name, path, told)
            assert may or told[0] in {401, 403}


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_somebody_asks_in_their_own_roles_alone(
    branch: StrictBranch, callers: list[Caller], doors: list[tuple[str, str]]
) -> None:
    for method, path in doors:
        line = max((line for line in BY_ROLE if _below(path, (line,))), key=len, default="")
        for caller in callers if line else ():
            for role in ROLES:
                roles = BY_ROLE[line]
                told = _ask(branch, caller, method, path, role)
                may = role in roles and role in (caller.could if path == HELP else caller.may)
                assert (told[1] == "") is may, (caller.name, path, role, told)
                assert may or told[0] in {401, 403}


def _caller(branch: StrictBranch, device: DeviceRole, person: Any = "", state: str = "") -> Caller:  # noqa: ANN401 - a StaffRole or none
    name = "-".join(part for part in (device, person, state) if part)
    client = branch.pair(name, device, "1" if device == "counter" else "")
    could = may_ask_as(device, STAFF_ROLES)
    cookies = f"{DEVICE_COOKIE}={client.token}"
    if not person:
        return Caller(name, cookies, may_ask_as(device, ()), could)
    badge = str(5_000 + len(branch.service.access.register.staff))
    branch.staff(badge, person)
    sessions = branch.service.access.sessions
    token, _ = sessions.begin(badge, client.device, must_set_pin=state == "new_pin")
    if state == "locked":
        sessions.lock(token)
    return Caller(
        name,
        f"{cookies}; {PERSON_COOKIE}={token}",
        may_ask_as(device, () if state else (person,)),
        could,
    )


def _rooms(app: Any) -> Any:  # noqa: ANN401 - an application, bare or inside the middleware that guards it
    while not hasattr(app, "routes"):
        app = vars(app)["_app"]
    return vars(app)["router"].routes


def _routes(routes: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - FastAPI's own kinds of routes differ by version
    for route in routes:
        if hasattr(route, "effective_route_contexts"):
            yield from _routes(route.effective_route_contexts())
        elif hasattr(route, "app") and not getattr(route, "methods", None):
            yield "GET", f"{route.path}/x"
        else:
            yield from ((method, route.path) for method in route.methods)


def _filled(path: str) -> str:
    return re.sub(r"{(\w+)}", lambda found: {"form": "png", "name": "2026-11-02"}.get(found[1], "x"), path)


def _below(path: str, prefixes: Any) -> bool:  # noqa: ANN401 - any collection of texts
    return any(path == one or path.startswith(one.rstrip("/") + "/") for one in prefixes)


class _Heard(Exception):
    """The status and headers are known: what comes after them is not waited for."""


def _ask(branch: StrictBranch, caller: Caller, method: str, path: str, role: str = "") -> tuple[int, str]:
    """Return status and `kiosk-door` of the answer to a request with an empty body; streams are not read."""
    headers = {"host": f"127.0.0.1:{PORT}", "kiosk-device": "x", "cookie": caller.cookies}
    headers |= {"kiosk-role": role} if role else {}
    query = (
        f"role={role}&after=0&service=deposit&ticket=A001&check=0000&code=x&visit=x"
        if method == "GET"
        else ""
    )
    return branch.run(_start_of_answer(branch.app, method, path, query, headers))


async def _start_of_answer(
    app: ASGIApp, method: str, path: str, query: str, headers: dict[str, str]
) -> tuple[int, str]:
    told: list[tuple[int, str]] = []

    told_all = asyncio.Event()

    async def receive() -> Message:
        if told_all.is_set():
            await asyncio.Future()  # nothing more comes, and nobody hangs up
        told_all.set()
        return {"type": "http.request", "body": b"{}", "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            door = dict(message["headers"]).get(b"kiosk-door", b"").decode()
            told.append((message["status"], door))
            raise _Heard

    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": query.encode(), "headers": raw,
        "client": ("127.0.0.1", 50_000), "server": ("127.0.0.1", PORT), "root_path": "",
    }  # fmt: skip
    try:
        async with asyncio.timeout(PATIENCE_S):
            await app(scope, receive, send)
    except _Heard:
        pass
    return told[0]
