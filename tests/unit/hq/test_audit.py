"""The auditor's page: every act in words, found by person and kind, and what was seen of it is an act itself."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, get_args

import pytest

from kiosk.hq import acts
from kiosk.hq.acts import ActKind, Wanted
from kiosk.hq.pages.audit import PAGE
from kiosk.resources import resources
from kiosk.web.words import LANGUAGES, load_words
from tests.hq_people import Browser, House, house_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOSTILE = '=1+1<script>"'


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_in(tmp_path) as house:
        house.person("1001", "auditor")
        yield house


@pytest.fixture
def auditor(house: House) -> Browser:
    return house.browser().signed_in("1001")


def noted(house: House, n: int, badge: str = "2001", kind: ActKind = "pack_published") -> None:
    with house.headquarters.store.servers[0].write() as conn:
        for at in range(n):
            acts.note(conn, badge, kind, HOSTILE, 1_790_000_000_000 + at)


def lines(text: str) -> int:
    return text.count('<td class="did">')


def test_every_kind_of_act_has_words_in_both_languages() -> None:
    words = load_words(resources() / "i18n" / "hq.toml")

    for language in LANGUAGES:
        for kind in get_args(ActKind):
            assert f"audit.kind.{kind}" in words[language].texts


def test_acts_are_found_by_person_and_kind(house: House, auditor: Browser) -> None:
    noted(house, 2)
    noted(house, 1, "2002", "branch_revoked")

    assert lines(auditor.get("/audit?who=2001").text) == 2
    assert lines(auditor.get("/audit?kind=branch_revoked").text) == 1
    assert lines(auditor.get("/audit?who=2002&kind=pack_published").text) == 0


def test_the_list_goes_on_behind_its_first_page(house: House, auditor: Browser) -> None:
    noted(house, PAGE + 7)
    first = acts.newest(house.headquarters.store, Wanted("2001"), PAGE)

    assert lines(auditor.get("/audit?who=2001").text) == PAGE
    assert lines(auditor.get(f"/audit?who=2001&before={first[-1].id}").text) == 7


def test_looking_and_exporting_are_acts_themselves(house: House, auditor: Browser) -> None:
    auditor.get("/audit?kind=signed_in")
    auditor.get("/audit.csv?who=1001")

    kinds = [
        (act.kind, act.subject, act.why) for act in acts.newest(house.headquarters.store, Wanted("1001"), 2)
    ]
    assert kinds == [("acts_exported", "1001", ""), ("acts_seen", "", "signed_in")]


def test_the_same_list_seen_again_by_the_same_session_is_no_other_act(house: House, auditor: Browser) -> None:
    for query in ("", "?lang=en", "?kind=signed_in", "?kind=signed_in&lang=zh", ""):
        auditor.get(f"/audit{query}")
    house.browser().signed_in("1001").get("/audit")

    seen = acts.newest(house.headquarters.store, Wanted(kind="acts_seen"), 9)
    assert [act.why for act in seen] == ["", "signed_in", ""]


def test_a_branch_that_enrolled_stands_under_the_voucher_it_had(house: House, auditor: Browser) -> None:
    noted(house, 1, "2001", "branch_enrolled")

    assert '<td class="by">凭工号 2001 签发的凭证</td>' in auditor.get("/audit?kind=branch_enrolled").text


def test_nothing_in_the_list_is_taken_for_script_or_formula(house: House, auditor: Browser) -> None:
    noted(house, 1)

    table = auditor.get("/audit.csv?kind=pack_published").content.decode("utf-8-sig")

    assert "<script>" not in auditor.get("/audit").text
    assert [row[3] for row in csv.reader(io.StringIO(table))][1:] == [f"'{HOSTILE}"]


@pytest.mark.parametrize("query", ["kind=x", "before=1", "before='--", "who=%00", "who=" + "9" * 500])
def test_an_address_that_means_nothing_shows_the_list_all_the_same(auditor: Browser, query: str) -> None:
    assert auditor.get(f"/audit?{query}").status_code == 200
