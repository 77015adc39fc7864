"""The figures of headquarters for monitoring: for an operator or a program at its own machine, of no branch by name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.web.exposition import TOKEN_FILE, ScrapeToken
from tests.exposition import read
from tests.headquarters import enrolled
from tests.hq_people import house_in

if TYPE_CHECKING:
    from pathlib import Path


def test_an_operator_is_given_counts_and_no_branch_by_name(tmp_path: Path) -> None:
    with house_in(tmp_path, people=("operator", "viewer")) as house:
        for branch in ("b-312", "b-313"):
            enrolled(house.headquarters, branch)

        answer = house.browser().signed_in("1001").get("/metrics")

        told = read(answer.text)
        assert told["kiosk_hq_branches", (("state", "enrolled"),)] == 2
        assert told["kiosk_hq_branches_heard", (("within", "24h"),)] == 0
        assert told["kiosk_hq_facts_pending", (("server", "0"),)] == 0
        assert "b-31" not in answer.text
        assert house.browser().signed_in("1002").get("/metrics").status_code in {303, 403}
        assert house.browser().get("/metrics", accept="*/*").status_code == 401


def test_a_program_at_this_machine_shows_the_token_and_nobody_shows_it_from_elsewhere(tmp_path: Path) -> None:
    ScrapeToken(tmp_path)
    shown = f"Bearer {(tmp_path / TOKEN_FILE).read_text().strip()}"
    with house_in(tmp_path, people=("operator",)) as house:
        house.headquarters = replace(house.headquarters, folder=tmp_path)
        house.app.user_middleware[0].kwargs["headquarters"] = house.headquarters
        at_home, away = house.browser(), house.browser("10.0.0.9")

        assert at_home.get("/metrics", accept="*/*", authorization=shown).status_code == 200
        assert at_home.get("/metrics", accept="*/*", authorization="Bearer guess").status_code == 401
        assert away.get("/metrics", accept="*/*", authorization=shown).status_code == 401
        proxied = {"accept": "*/*", "authorization": shown, "x-forwarded-for": "10.0.0.9"}
        assert at_home.get("/metrics", **proxied).status_code == 401


def test_a_token_that_cannot_be_read_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / TOKEN_FILE).write_bytes(b"\xff\xfe torn")

    ScrapeToken(tmp_path)

    assert len((tmp_path / TOKEN_FILE).read_text("ascii").strip()) == 43
