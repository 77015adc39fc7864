"""What the staff pages say about the way to headquarters."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from kiosk.branch.upload.standing import Failure
from kiosk.branch.upload.told import Told
from kiosk.branch.upload.unknown import Trouble
from kiosk.pages.sync import ALARMS, sync_view
from kiosk.resources import resources
from kiosk.web.words import load_words
from kiosk.wire.sync.answers import DenialCode

NOW = 1_793_586_600_000  # 2026-11-02 10:30 in Shanghai
MINUTE = 60_000
FINE = Told(0, 0, NOW - MINUTE, "", 0, "", 0, sending=False, next_ms=0)
AWAY = replace(
    FINE, waiting=37, oldest_ms=NOW - 32 * MINUTE, succeeded_ms=NOW - 24 * 60 * MINUTE, failure="no_link",
    failed_ms=NOW - 2 * MINUTE, next_ms=NOW + 3 * MINUTE,
)  # fmt: skip
ZONE = "Asia/Shanghai"


def test_while_all_is_well_one_quiet_line_says_so() -> None:
    view = sync_view(FINE, NOW, ZONE)

    assert (view.state, view.alarm, view.succeeded, view.oldest, view.next) == (
        "fine",
        "",
        "10:29",
        "",
        "with_next",
    )


def test_the_six_words_are_shown_as_they_are_told() -> None:
    words = (("旁", "行", "绍", "送", "亡", "恢"), ("mixed", "alpha", "journey", "erupt", "moral", "okay"))

    assert sync_view(replace(FINE, words=words), NOW, ZONE).words == words


def test_without_a_link_it_says_what_waits_since_when_why_and_when_it_goes_on() -> None:
    view = sync_view(AWAY, NOW, ZONE)

    assert (view.state, view.alarm, view.waiting, view.oldest) == ("trouble", "", 37, "09:58")
    assert (view.failure, view.failed, view.next, view.next_at) == ("no_link", "10:28", "at", "10:33")
    assert view.succeeded == "2026-11-01 10:30"


@pytest.mark.parametrize(
    ("told", "alarm"),
    [
        (replace(AWAY, failure="revoked"), "revoked"),
        (replace(AWAY, frozen="hash"), "hash"),
        (replace(FINE, frozen="rewound"), "rewound"),
        (replace(FINE, frozen="restored"), ""),
        (replace(FINE, forked_ms=NOW - MINUTE), "forked"),
        (replace(FINE, forked_ms=NOW - 4 * 24 * 60 * MINUTE), ""),
    ],
)
def test_what_no_waiting_mends_looks_like_an_alarm(told: Told, alarm: str) -> None:
    view = sync_view(told, NOW, ZONE)

    assert (view.alarm, view.state == "alarm") == (alarm, bool(alarm))


def test_what_happens_next_is_never_a_promise_that_cannot_be_kept() -> None:
    assert sync_view(replace(AWAY, sending=True), NOW, ZONE).next == "sending"
    assert sync_view(replace(AWAY, next_ms=NOW - 1), NOW, ZONE).next == "with_next"
    assert sync_view(replace(AWAY, failure="bad_url"), NOW, ZONE).next == "nothing"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_failure_has_words_and_every_alarm_says_what_to_do(language: str) -> None:
    words = load_words(resources() / "i18n" / "pages.toml")[language]  # type: ignore[index]
    own = [one for one in get_args(Failure) if isinstance(one, str)]
    codes = {*get_args(Trouble), *get_args(DenialCode), *own, *get_args(get_args(Failure)[-1]), "forked"} - {
        ""
    }

    assert codes - words.under("sync_why").keys() == set()
    assert ALARMS | {"forked"} == words.under("sync_todo").keys()
    assert codes >= ALARMS
