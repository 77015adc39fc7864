"""What the LAN API tells the holder of a slip: the visit at the exit, and the slip itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from kiosk.app import serve
from kiosk.branch.clock import ServiceClock, wall_ms
from kiosk.domain.check_code import qr_text
from tests.reception import HOUR_MS
from tests.served import NoSpool, Served, served

if TYPE_CHECKING:
    from pathlib import Path


def served_ticket(branch: Served, counter: str = "1") -> dict[str, Any]:
    """Return the answer to a ticket whose holder was served."""
    ticket = branch.did("issue_ticket", service="deposit")
    branch.ask("open_counter", counter=counter)
    branch.did("call_ticket", counter=counter, leg=ticket["leg"], leg_version=1)
    branch.did("start_service", leg=ticket["leg"], leg_version=2)
    branch.did("finish_service", leg=ticket["leg"], leg_version=3)
    return ticket


# At the exit


@pytest.mark.row("D3")
def test_the_exit_finds_a_visit_by_ticket_and_check_code(branch: Served) -> None:
    ticket = served_ticket(branch)

    found = branch.get("/v1/exit/visit", ticket="A001", check=ticket["check"]).json()

    assert found == {
        "visit": ticket["visit"],
        "ticket": "A001",
        "check": ticket["check"],
        "services": ["deposit"],
        "finished": True,
        "rated": False,
        "state": "ended",
    }
    branch.did("rate_visit", "exit", visit=ticket["visit"], check=ticket["check"], score=4)
    assert branch.get("/v1/exit/visit", ticket="a1", check=ticket["check"]).json()["rated"]


@pytest.mark.row("D3")
@pytest.mark.parametrize(
    ("ticket", "right_check"),
    [
        ("A001", False),
        ("A002", True),
        ("B001", True),
        ("", True),
        ("A", True),
        ("A٠٠١", True),
        ("A" * 5_000, True),
    ],
)
def test_a_wrong_ticket_and_a_wrong_check_code_get_the_same_refusal(
    branch: Served,
    ticket: str,
    right_check: bool,  # noqa: FBT001
) -> None:
    check = served_ticket(branch)["check"]
    wrong = f"{(int(check) + 1) % 10_000:04d}"

    answer = branch.get("/v1/exit/visit", ticket=ticket, check=check if right_check else wrong)

    assert answer.status_code == 404
    assert answer.json() == {"kind": "refused", "code": "wrong_ticket_or_check", "details": {}}


def test_a_visit_still_going_on_is_found_unfinished(branch: Served) -> None:
    ticket = branch.did("issue_ticket", service="deposit")

    found = branch.get("/v1/exit/visit", ticket="A001", check=ticket["check"]).json()

    assert (found["finished"], found["services"], found["state"]) == (False, [], "waiting")


@pytest.mark.row("D3")
@pytest.mark.parametrize(
    ("requests", "state"),
    [
        (("call_ticket",), "called"),
        (("call_ticket", "start_service"), "serving"),
        (("call_ticket", "pass_ticket"), "passed"),
        (("call_ticket", "start_service", "park_ticket"), "parked"),
        (("call_ticket", "pass_ticket", "abandon_ticket"), "ended"),
        (("call_ticket", "pass_ticket", "void_ticket"), "ended"),
    ],
)
def test_the_exit_is_told_how_a_visit_stands_that_is_not_finished(
    branch: Served, requests: tuple[str, ...], state: str
) -> None:
    ticket = branch.did("issue_ticket", service="deposit")
    branch.ask("open_counter", counter="1")
    for version, request in enumerate(requests, 1):
        more = {"counter": "1"} if request == "call_ticket" else {}
        branch.did(request, leg=ticket["leg"], leg_version=version, **more)

    found = branch.get("/v1/exit/scan", code=ticket["qr"]).json()

    assert (found["finished"], found["state"]) == (False, state)


@pytest.mark.row("D3")
def test_a_visit_of_several_services_stands_as_the_one_that_comes_next(branch: Served) -> None:
    ticket = branch.did("issue_ticket", service="deposit")
    branch.ask("open_counter", counter="1")
    branch.did("call_ticket", counter="1", leg=ticket["leg"], leg_version=1)
    branch.did("start_service", leg=ticket["leg"], leg_version=2)
    branch.did("add_service", visit=ticket["visit"], service="withdrawal")
    branch.did("finish_service", leg=ticket["leg"], leg_version=3)

    found = branch.get("/v1/exit/scan", code=ticket["qr"]).json()

    assert (found["finished"], found["services"], found["state"]) == (False, ["deposit"], "waiting")


@pytest.mark.row("D3")
def test_a_ticket_carried_over_is_found_beside_the_one_that_has_its_number_today(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wall = wall_ms()
    monkeypatch.setattr(serve, "Spool", NoSpool)
    monkeypatch.setattr(serve, "ServiceClock", partial(ServiceClock, lambda: wall, lambda: wall))
    with served(tmp_path) as branch:
        carried = branch.did("issue_ticket", service="deposit")
        branch.did("park_ticket", leg=carried["leg"], leg_version=1)
        wall += 24 * HOUR_MS
        newcomer = branch.did("issue_ticket", service="deposit")

        found = [
            branch.get("/v1/exit/visit", ticket="A001", check=ticket["check"]).json()["visit"]
            for ticket in (carried, newcomer)
        ]

    assert (carried["ticket"], newcomer["ticket"]) == ("A001", "A001")
    assert found == [carried["visit"], newcomer["visit"]]


# By the QR code of the slip


@pytest.mark.row("D3")
def test_a_scanned_slip_is_found_as_a_keyed_one_is(branch: Served) -> None:
    ticket = served_ticket(branch)

    scanned = branch.get("/v1/exit/scan", code=ticket["qr"]).json()

    assert scanned == branch.get("/v1/exit/visit", ticket="A001", check=ticket["check"]).json()


@pytest.mark.row("D3")
def test_a_slip_of_another_day_or_a_lost_visit_says_so_and_a_forged_one_is_no_slip(branch: Served) -> None:
    ticket = served_ticket(branch)
    secret, visit = branch.service.setting.secret, ticket["visit"]
    codes = {
        qr_text(secret, "demo", "2026-01-02", "0193f6a2-7b1c-7cde-8f00-0123456789ab"): "other_day",
        qr_text(secret, "demo", ticket["date"], "0193f6a2-7b1c-7cde-8f00-0123456789ab"): "unknown_visit",
        qr_text(secret, "riyue-01", ticket["date"], visit): "other_branch",
        qr_text(b"x" * 32, "demo", ticket["date"], visit): "wrong_code",
        ticket["qr"][:-1]: "wrong_code",
        "https://example.invalid/pay?to=me": "wrong_code",
        "": "wrong_code",
    }

    told = {code: branch.get("/v1/exit/scan", code=code).json()["code"] for code in codes}

    assert told == codes


@pytest.mark.row("D3")
def test_after_five_wrong_check_codes_a_number_waits_a_minute_from_whatever_device(branch: Served) -> None:
    check = served_ticket(branch)["check"]
    other = served_ticket(branch, counter="2")
    wrong = f"{(int(check) + 1) % 10_000:04d}"

    def tried(code: str, device: str, ticket: str = "A001") -> str:
        headers = {"Kiosk-Role": "exit", "Kiosk-Device": device}
        told = branch.look_up("/v1/exit/visit", headers, ticket=ticket, check=code).json()
        return str(told.get("code", "found"))

    assert [tried(wrong, f"exit-{n}") for n in range(5)] == ["wrong_ticket_or_check"] * 5
    assert tried(check, "exit-9") == "too_many_tries"
    assert tried(other["check"], "exit-9", "A002") == "found"


@pytest.mark.row("D3")
def test_after_five_wrong_check_codes_a_visit_cannot_be_rated_for_a_minute(branch: Served) -> None:
    ticket = served_ticket(branch)
    wrong = f"{(int(ticket['check']) + 1) % 10_000:04d}"

    def rated(check: str) -> str:
        told = branch.ask("rate_visit", "exit", visit=ticket["visit"], check=check, score=1).json()
        return str(told.get("code", "rated"))

    assert [rated(wrong) for _ in range(5)] == ["wrong_check"] * 5
    assert rated(ticket["check"]) == "too_many_tries"


# Paper


@pytest.mark.parametrize("form", ["png", "pdf", "txt", "png.part"])
def test_a_slip_that_is_not_printed_is_not_there(branch: Served, form: str) -> None:
    slip = branch.did("issue_ticket", service="deposit")["slip"]

    assert branch.get(f"/v1/slips/{slip}.{form}").status_code == 404


def test_only_slips_of_the_day_are_shown(branch: Served, tmp_path: Path) -> None:
    folder = tmp_path / "slips"
    folder.mkdir()
    (folder / "somebody.png").write_bytes(b"PNG")

    assert branch.get("/v1/slips/somebody.png").status_code == 404
    assert branch.get("/v1/slips/..%2Fkeys%2Fbranch.png").status_code == 404


def test_a_printed_slip_is_shown_as_picture_and_as_pdf(tmp_path: Path) -> None:
    with served(tmp_path) as branch:
        slip = branch.did("issue_ticket", service="deposit")["slip"]

        branch.wait_until(lambda day: [visit.slips[slip] for visit in day.visits.values()] == ["printed"])

        png, pdf = (branch.get(f"/v1/slips/{slip}.{form}") for form in ("png", "pdf"))
    assert (png.headers["content-type"], png.content[:4]) == ("image/png", b"\x89PNG")
    assert (pdf.headers["content-type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
