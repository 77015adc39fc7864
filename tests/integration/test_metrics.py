"""The figures of a branch for a monitoring system: who gets them, that they are right, and that they name nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from kiosk.app import serve
from kiosk.web.exposition import TOKEN_FILE, ScrapeToken
from tests.exposition import Figures, read
from tests.served import HOME, NoSpool
from tests.strict_branch import StrictBranch, strict_branch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def branch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StrictBranch]:
    monkeypatch.setattr(serve, "Spool", NoSpool)
    with strict_branch(tmp_path) as running:
        yield running


def scraped(branch: StrictBranch, token: str, address: str = "127.0.0.1") -> httpx.Response:
    """Ask as a monitoring program does."""
    transport = httpx.ASGITransport(branch.app, client=(address, 50_000))

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url=HOME) as http:
            return await http.get("/metrics", headers={"authorization": f"Bearer {token}"})

    return branch.run(ask())


def figures(branch: StrictBranch, folder: Path) -> Figures:
    ScrapeToken(folder)
    answer = scraped(branch, (folder / TOKEN_FILE).read_text().strip())
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    return read(answer.text)


def test_figures_follow_the_day(branch: StrictBranch, tmp_path: Path) -> None:
    branch.staff("2001", "teller")
    pc = branch.pair("pc-1", "counter", counter="1")
    entrance = branch.pair("entrance-1", "entrance")
    pc.sign_in("2001")
    pc.did("open_counter", "counter", counter="1")
    for _ in range(3):
        entrance.did("issue_ticket", "entrance", service="deposit")
    leg = pc.did("call_next", "counter", counter="1")["leg"]
    pc.did("start_service", "counter", leg=leg, leg_version=2)

    told = figures(branch, tmp_path)

    assert told["kiosk_tickets_today", ()] == 3
    assert told["kiosk_counters_open", ()] == 1
    assert told["kiosk_visits", (("state", "waiting"),)] == 2
    assert told["kiosk_visits", (("state", "serving"),)] == 1
    assert sum(value for (name, _), value in told.items() if name == "kiosk_slips") == 3
    assert told["kiosk_sync_enrolled", ()] == 0
    assert told["kiosk_journal_seq", ()] >= 10
    assert told["kiosk_answer_seconds_count", (("of", "requests"),)] == 6
    assert told["process_resident_memory_bytes", ()] > 1 << 20
    assert told["kiosk_disk_free_bytes", ()] > 0


def test_figures_are_as_many_after_many_customers_as_after_none(branch: StrictBranch, tmp_path: Path) -> None:
    entrance = branch.pair("entrance-1", "entrance")
    before = set(figures(branch, tmp_path))

    for _ in range(20):
        entrance.did("issue_ticket", "entrance", service="deposit")

    assert set(figures(branch, tmp_path)) == before


def test_figures_name_no_badge_no_device_and_no_ticket(branch: StrictBranch, tmp_path: Path) -> None:
    branch.staff("2001987", "teller")
    pc = branch.pair("pc-of-wang", "counter", counter="1")
    pc.sign_in("2001987")
    ticket = branch.pair("entrance-1", "entrance").did("issue_ticket", "entrance", service="deposit")[
        "ticket"
    ]

    text = scraped(branch, (ScrapeToken(tmp_path), (tmp_path / TOKEN_FILE).read_text().strip())[1]).text

    assert "kiosk_tickets_today 1\n" in text
    for word in ("2001987", "wang", "entrance-1", f'"{ticket}"', "1001"):
        assert word not in text


def test_whoever_may_not_is_turned_away(branch: StrictBranch, tmp_path: Path) -> None:
    branch.staff("2001", "teller")
    branch.staff("2002", "technician")
    teller, technician = branch.pair("pc-1", "counter", counter="1"), branch.pair("pad-1", "staff")
    teller.sign_in("2001")
    technician.sign_in("2002")
    ScrapeToken(tmp_path)
    token = (tmp_path / TOKEN_FILE).read_text().strip()

    assert branch.stranger().get("/metrics").status_code == 401
    assert teller.get("/metrics").status_code == 403
    assert technician.get("/metrics").status_code == 200
    assert scraped(branch, "guess").status_code == 401
    assert scraped(branch, token, address="10.77.0.9").status_code == 401
