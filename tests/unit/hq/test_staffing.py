"""The owner's page: who is let in, with what, and what is refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from kiosk.hq import acts
from tests.hq_people import PASSWORD, Browser, House, house_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_in(tmp_path) as house:
        house.person("1001", "owner")
        house.person("1002", "viewer")
        yield house


@pytest.fixture
def owner(house: House) -> Browser:
    return house.browser().signed_in("1001")


def told(text: str) -> str:
    found = re.search(r"secret-told\">([^<]+)<", text)
    assert found is not None, text
    return found[1]


def done(house: House) -> list[tuple[str, str, str, str]]:
    """What stands in the audit beside signing in."""
    found = reversed(acts.newest(house.headquarters.store, acts.Wanted(), 50))
    return [(act.badge, act.kind, act.subject, act.why) for act in found if act.kind != "signed_in"]


def test_somebody_is_added_with_a_password_that_is_told_once(house: House, owner: Browser) -> None:
    answer = owner.post("/people/add", {"badge": "2001", "role": ["privacy", "viewer", "nonsense"]})

    secret = told(answer.text)
    assert house.browser().post("/sign-in", {"badge": "2001", "password": secret}).status_code == 303
    assert secret not in owner.get("/people").text
    assert done(house) == [("1001", "person_added", "2001", "viewer privacy")]


def test_at_a_demonstration_nobody_is_added_before_there_is_an_owner(tmp_path: Path) -> None:
    with house_in(tmp_path, demonstration=True) as house:
        browser = house.browser()

        refused = browser.post("/people/add", {"badge": "2001", "role": ["viewer"]})

        assert refused.status_code == 422
        assert 'role="alert"' in refused.text
        page = browser.get("/people")
        assert page.status_code == 200
        assert 'action="/people/add"' not in page.text


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("add", {"badge": "1002", "role": ["viewer"]}),
        ("add", {"badge": "12", "role": ["viewer"]}),
        ("add", {"badge": "２００１", "role": ["viewer"]}),
        ("add", {"badge": "2001"}),
        ("add", {"badge": "2001", "role": ["emperor"]}),
        ("reset", {"badge": "1001"}),
        ("reset", {"badge": "9999"}),
        ("leave", {"badge": "1001"}),
        ("leave", {"badge": "9999"}),
        ("roles", {"badge": "1001", "role": ["viewer"]}),
        ("roles", {"badge": "1002"}),
        ("roles", {"badge": "9999", "role": ["viewer"]}),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_changes_nothing(
    house: House, owner: Browser, path: str, fields: dict[str, str | list[str]]
) -> None:
    answer = owner.post(f"/people/{path}", fields)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert done(house) == []


def test_another_password_ends_the_session_and_unlocks(house: House, owner: Browser) -> None:
    viewer = house.browser().signed_in("1002")
    for _ in range(3):
        house.browser().post("/sign-in", {"badge": "1002", "password": "no"})

    secret = told(owner.post("/people/reset", {"badge": "1002"}).text)

    assert viewer.get("/password").headers["location"].startswith("/sign-in")
    assert house.browser().post("/sign-in", {"badge": "1002", "password": PASSWORD}).status_code == 401
    assert house.browser().post("/sign-in", {"badge": "1002", "password": secret}).status_code == 303


def test_another_role_counts_at_once(house: House, owner: Browser) -> None:
    viewer = house.browser().signed_in("1002")
    owner.post("/people/roles", {"badge": "1002", "role": ["auditor"]})

    assert viewer.get("/audit").status_code == 200


def test_who_leaves_is_let_in_no_more_and_nobody_gets_the_badge(house: House, owner: Browser) -> None:
    viewer = house.browser().signed_in("1002")

    owner.post("/people/leave", {"badge": "1002"})
    again = owner.post("/people/add", {"badge": "1002", "role": ["viewer"]})

    assert viewer.get("/password").headers["location"].startswith("/sign-in")
    assert house.browser().post("/sign-in", {"badge": "1002", "password": PASSWORD}).status_code == 401
    assert again.status_code == 422
    assert done(house) == [("1001", "person_left", "1002", "")]


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"badge=" + b"1" * 20_000, 413), (b"badge=\xff\xfe", 422), (b"&".join([b"a=1"] * 65), 422)],
)
def test_a_form_that_is_none_is_refused(owner: Browser, body: bytes, status: int) -> None:
    assert owner.send("/people/add", body).status_code == status
