"""Headquarters' door: who is let in, where to, for how long, and what guessing comes to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from kiosk.app.headquarters import tell_first_code
from kiosk.hq import acts
from kiosk.hq.door.new_owner import new_owner
from kiosk.hq.door.passwords import is_password, temporary_password
from kiosk.hq.door.people import leave
from kiosk.hq.door.roles import OPEN, ROLES, is_open, may, who_may
from kiosk.web.guessing import FREE, MOST
from tests.hq_people import HOME, PASSWORD, House, QuickHasher, house_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

METHODS = ("GET", "POST")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_in(tmp_path, people=ROLES) as house:
        yield house


def routes_of(routes: Iterable[Any]) -> Iterator[Any]:
    """Every route, those of routers that were included among them, whichever way this FastAPI keeps them."""
    for route in routes:
        included = getattr(route, "original_router", None)
        if included is None:
            yield route
        else:
            yield from routes_of(included.routes)


def paths(house: House) -> list[tuple[str, str]]:
    """Every route there is, with something in the place of what is named in it."""
    found = [
        (method, re.sub(r"\{.*?\}", "b1", route.path))
        for route in routes_of(house.app.routes)
        for method in getattr(route, "methods", None) or ()
        if method in METHODS
    ]
    assert len(found) > 25, "the routes are kept in another way now"
    return found


def kinds(house: House) -> list[str]:
    """Every act so far, oldest first."""
    return [act.kind for act in reversed(acts.newest(house.headquarters.store, acts.Wanted(), 100))]


def test_every_route_is_named_in_the_table_or_open(house: House) -> None:
    for method, path in paths(house):
        assert is_open(path) or who_may(method, path), f"{method} {path} is open to nobody"


def test_every_route_lets_in_every_role_as_the_table_says_and_nobody_else(house: House) -> None:
    for badge, role in enumerate(ROLES, 1001):
        browser = house.browser().signed_in(str(badge)).before_nothing()
        for method, path in paths(house):
            if not is_open(path):
                answer = browser.ask(method, path)
                let_in = answer.text == "behind the doors"
                assert let_in is may({role}, method, path), f"{role}: {method} {path}"
                assert let_in or "role_may_not" in str(answer.headers)


def test_nobody_who_is_not_signed_in_opens_any_page(house: House) -> None:
    browser = house.browser().before_nothing()
    for method, path in paths(house):
        if not is_open(path):
            answer = browser.ask(method, path)
            assert answer.status_code in {303, 401}, f"{method} {path}"
            assert "sign_in_needed" in str(answer.headers) or "/sign-in?next=" in answer.headers["location"]


@pytest.mark.parametrize("path", ["/unknown", "/auditor", "/records2", "/people-list", "/v1", "/static2"])
def test_a_path_that_no_line_names_is_open_to_nobody(path: str) -> None:
    assert not is_open(path)
    assert not any(may(ROLES, method, path) for method in METHODS)


def test_a_mistyped_address_shows_the_ways_to_whoever_is_in_and_the_door_to_others(house: House) -> None:
    inside, outside = house.browser().signed_in("1001").get("/comparee"), house.browser().get("/comparee")

    assert inside.status_code == 404
    assert 'href="/compare"' in inside.text
    assert outside.headers["location"] == "/sign-in?next=/comparee"


def test_what_is_open_to_everybody_is_no_page() -> None:
    assert set(OPEN) & {"/", "/branches", "/records", "/audit", "/people"} == set()


def test_the_first_owner_is_made_here_and_only_once(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        browser = house.browser()
        assert browser.get("/").headers["location"] == "/first?next=/"

        fields = {"password": PASSWORD, "again": PASSWORD, "code": house.first_code}

        made = browser.post("/first", {"badge": "1001", **fields})
        again = house.browser().post("/first", {"badge": "1002", **fields})

        assert made.status_code == 303
        assert browser.get("/password").status_code == 200
        assert again.status_code == 422
        assert kinds(house) == ["person_added"]


@pytest.mark.parametrize("header", ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip"])
def test_the_first_owner_is_not_made_through_a_proxy(tmp_path: Path, header: str) -> None:
    with house_in(tmp_path) as house:
        fields = {"badge": "1001", "password": PASSWORD, "again": PASSWORD, "code": house.first_code}

        assert house.browser("10.1.2.3").post("/first", fields).status_code == 403
        assert house.browser().post("/first", fields, **{header: "x"}).status_code == 403


def test_whoever_seems_to_be_here_through_a_proxy_that_says_nothing_needs_the_code_of_the_start(
    tmp_path: Path,
) -> None:
    with house_in(tmp_path) as house:
        fields = {"badge": "1001", "password": PASSWORD, "again": PASSWORD}

        without = house.browser().post("/first", fields)
        wrong = house.browser().post("/first", {**fields, "code": "2222-2222"})
        as_people_type = house.first_code.upper().replace("-", " ")

        assert (without.status_code, wrong.status_code, kinds(house)) == (422, 422, [])
        assert house.browser().post("/first", {**fields, "code": as_people_type}).status_code == 303


def test_a_first_code_that_was_guessed_at_too_often_fits_no_more(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        fields = {"badge": "1001", "password": PASSWORD, "again": PASSWORD}
        for _ in range(MOST):
            house.browser().post("/first", {**fields, "code": "2222-2222"})

        told = house.browser().post("/first", {**fields, "code": house.first_code})

        assert told.status_code == 422
        assert "kiosk hq" in told.text
        assert kinds(house) == []


def test_the_first_code_is_told_at_the_start_until_there_is_an_owner(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with house_in(tmp_path) as house:
        tell_first_code(house.access, HOME)
        told = capsys.readouterr().out
        house.person("1001", "owner")
        tell_first_code(house.access, HOME)

        assert house.first_code in told
        assert capsys.readouterr().out == ""


def test_a_demonstration_asks_for_no_code_and_tells_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with house_in(tmp_path, demonstration=True) as house:
        tell_first_code(house.access, HOME)
        fields = {"badge": "1001", "password": PASSWORD, "again": PASSWORD}

        assert 'name="code"' not in house.browser().get("/first").text
        assert house.browser().post("/first", fields).status_code == 303
        assert capsys.readouterr().out == ""


def test_a_demonstration_is_open_until_somebody_is_let_in(tmp_path: Path) -> None:
    with house_in(tmp_path, demonstration=True) as house:
        assert house.browser().get("/password").status_code == 303  # let in, and no password to change
        assert house.browser().get("/password", via="1.1 proxy").headers["location"].startswith("/first")
        house.person("1001", "owner")
        assert house.browser().get("/password").headers["location"].startswith("/sign-in")


def test_when_no_owner_can_sign_in_the_machine_itself_lets_one_in(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        house.person("1001", "viewer")
        house.person("1002", "owner")
        with house.headquarters.store.servers[0].write() as conn:
            leave(conn, "1002")

        told = [
            new_owner(house.headquarters, badge, QuickHasher()) for badge in ("1001", "2001", "1002", "no")
        ]

        assert told[2:] == [None, None]
        for badge, secret in zip(("1001", "2001"), told, strict=False):
            browser = house.browser().signed_in(badge, secret or "")
            browser.post("/password", {"password": PASSWORD, "again": PASSWORD})
            assert browser.get("/people").status_code == 200


def test_no_foreign_page_signs_anybody_in_or_out(house: House) -> None:
    browser = house.browser().signed_in("1001")

    foreign = browser.post("/sign-out", origin="https://evil.example")

    assert foreign.status_code == 403
    assert browser.get("/password").status_code == 200


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(house: House) -> None:
    fields = {"badge": "1001", "password": PASSWORD}

    here = house.browser().post("/sign-in", fields).headers["set-cookie"].lower()
    behind = house.browser().post("/sign-in", fields, via="1.1 proxy").headers["set-cookie"].lower()

    assert "httponly" in here
    assert "samesite=strict" in here
    assert "secure" not in here  # http on loopback
    assert "secure" in behind


def test_a_page_locks_after_ten_minutes_and_only_its_person_opens_it(house: House) -> None:
    browser = house.browser().signed_in("1001")
    house.passed_s = 599
    assert browser.get("/password").status_code == 200
    house.passed_s = 599 + 601

    locked = browser.get("/password")
    wrong = browser.post("/unlock", {"password": "no"})
    opened = browser.post("/unlock", {"password": PASSWORD, "next": "/password"})

    assert locked.headers["location"] == "/unlock?next=/password"
    assert wrong.status_code == 401
    assert opened.headers["location"] == "/password"
    assert browser.get("/password").status_code == 200


def test_what_a_page_fetches_by_itself_keeps_no_session_open(house: House) -> None:
    browser = house.browser().signed_in("1001")
    for _ in range(3):
        house.passed_s += 300
        browser.get("/password", **{"sec-fetch-mode": "cors"})

    assert browser.get("/password").headers["location"].startswith("/unlock")


def test_who_signs_in_elsewhere_is_signed_out_here(house: House) -> None:
    first = house.browser().signed_in("1001")
    house.browser().signed_in("1001")

    assert first.get("/password").headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("badge", ["1001", "9999"])
def test_after_five_misses_one_waits_and_after_ten_the_badge_is_locked(
    house: House, badge: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1_790_000_000_000]
    monkeypatch.setattr(type(house.headquarters), "now_ms", staticmethod(lambda: now[0]))
    browser, wrong = house.browser(), {"badge": badge, "password": "not it at all"}

    told = []
    for at in range(MOST):
        told.append(browser.post("/sign-in", wrong).status_code)
        if at + 1 >= FREE and at + 1 < MOST:
            assert browser.post("/sign-in", wrong).status_code == 429
            now[0] += 30_000 << (at + 1 - FREE)
    right = browser.post("/sign-in", {"badge": badge, "password": PASSWORD})

    assert told == [401] * (MOST - 1) + [403]
    assert right.status_code == 403
    assert ("sign_in_locked" in kinds(house)) is (badge == "1001")


def test_a_try_counts_even_if_the_answer_is_never_worked_out(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(house.access.hasher, "fits", killed)
        for _ in range(FREE):
            with pytest.raises(KeyboardInterrupt):
                house.browser().post("/sign-in", {"badge": "1001", "password": PASSWORD})

    assert house.browser().post("/sign-in", {"badge": "1001", "password": PASSWORD}).status_code == 429


def test_a_temporary_password_works_once_and_leads_to_one_of_ones_own(house: House) -> None:
    secret = temporary_password()
    house.person("2001", "viewer", password=secret)
    with house.headquarters.store.servers[0].write() as conn:
        conn.execute("UPDATE person SET password = 'temporary' WHERE badge = '2001'")
    browser = house.browser().signed_in("2001", secret)

    assert browser.get("/").headers["location"] == "/password?next=/"
    assert house.browser().post("/sign-in", {"badge": "2001", "password": secret}).status_code == 403
    browser.post("/password", {"password": "weak", "again": "weak"})
    assert browser.get("/").headers["location"] == "/password?next=/"
    browser.post("/password", {"password": PASSWORD, "again": PASSWORD})
    assert browser.get("/password").status_code == 200
    house.browser().signed_in("2001")


@pytest.mark.parametrize(
    "wish", ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:1"]
)
def test_no_link_leads_from_the_door_to_another_site(house: House, wish: str) -> None:
    answer = house.browser().post("/sign-in", {"badge": "1001", "password": PASSWORD, "next": wish})

    assert answer.headers["location"] == "/"


@pytest.mark.parametrize("text", ["short", "aaaaaaaaaaaaaaaa", "I am badge 1001 truly", "x" * 129])
def test_a_password_that_is_easy_to_guess_will_not_do(text: str) -> None:
    assert not is_password(text, "1001")


def test_a_temporary_password_will_do_as_one_and_is_never_the_same() -> None:
    made = {temporary_password() for _ in range(50)}

    assert len(made) == 50
    assert all(is_password(one, "1001") for one in made)
