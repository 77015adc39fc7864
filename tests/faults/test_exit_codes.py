"""Codes made up, altered and borrowed, held before the exit: none is accepted, and each gets the answer it deserves."""

from __future__ import annotations

import base64
import random
import string
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import pytest

from kiosk.app import serve
from kiosk.branch.clock import ServiceClock, wall_ms
from kiosk.branch.leaving import by_code
from kiosk.domain.answers import Refusal
from kiosk.domain.check_code import qr_text
from tests.faults.harness import LONG
from tests.reception import HOUR_MS, SECRET, Reception
from tests.served import NoSpool, Served, served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.row("D3")
RANDOM_CODES: Final = 1_000_000 if LONG else 100_000
BASE32: Final = string.ascii_uppercase + "234567"
FIELDS: Final = ("version", "branch", "date", "visit", "proof")


@pytest.fixture
def branch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """Run a whole service that prints nothing."""
    monkeypatch.setattr(serve, "Spool", NoSpool)
    with served(tmp_path) as one:
        yield one


def served_ticket(branch: Served) -> dict[str, Any]:
    """Return the answer to a ticket whose holder was served."""
    ticket = branch.did("issue_ticket", service="deposit")
    branch.ask("open_counter", counter="1")
    branch.did("call_ticket", counter="1", leg=ticket["leg"], leg_version=1)
    branch.did("start_service", leg=ticket["leg"], leg_version=2)
    branch.did("finish_service", leg=ticket["leg"], leg_version=3)
    return ticket


def told(branch: Served, code: str) -> str:
    """Return what the exit is told of a scanned code: a refusal code, or `found`."""
    answer = branch.get("/v1/exit/scan", code=code)
    assert answer.status_code in {200, 404}
    return str(answer.json().get("code", "found"))


def proofs(chance: random.Random) -> Iterator[str]:
    """Yield made-up proofs, as they would stand at the end of a code: 65 bits, one of them never set."""
    while True:
        yield base64.b32encode(chance.getrandbits(64).to_bytes(8)).decode().rstrip("=")


@pytest.mark.slow
def test_of_many_random_codes_none_is_accepted() -> None:
    reception = Reception()
    visit = reception.issue().visit
    genuine = qr_text(SECRET, reception.setting.plan.code, reception.day.date, visit)
    rest, guesses = genuine.rpartition(".")[0], proofs(random.Random(20_261_102))

    accepted = [
        code
        for code in (f"{rest}.{next(guesses)}" for _ in range(RANDOM_CODES))
        if code != genuine and not isinstance(by_code(reception.day, SECRET, code), Refusal)
    ]

    assert accepted == []
    assert not isinstance(by_code(reception.day, SECRET, genuine), Refusal)


def test_random_texts_of_every_length_are_no_slip_and_break_nothing() -> None:
    reception = Reception()
    chance = random.Random(7)

    for length in range(400):
        text = "K1." + "".join(chance.choices(string.printable, k=length))

        assert by_code(reception.day, SECRET, text) == Refusal("wrong_code")


@pytest.mark.parametrize("field", range(len(FIELDS)), ids=FIELDS)
def test_one_altered_sign_in_any_field_is_never_the_slip(branch: Served, field: int) -> None:
    code = served_ticket(branch)["qr"]
    parts = code.split(".")

    for place, sign in enumerate(parts[field]):
        for other in {"0", "1", "A", "a", "Z", "7"} - {sign.upper(), sign.lower()}:
            altered = [*parts]
            altered[field] = parts[field][:place] + other + parts[field][place + 1 :]

            assert told(branch, ".".join(altered)) in {"wrong_code", "other_branch"}


def test_swapped_capitals_and_spaces_round_it_are_the_same_slip(branch: Served) -> None:
    code = served_ticket(branch)["qr"]

    assert [told(branch, text) for text in (code.swapcase(), f" {code}\r")] == ["found", "found"]


@pytest.mark.parametrize(
    "alter",
    [
        lambda code: code[:-1],
        lambda code: code + "A",
        lambda code: code + code,
        lambda code: code[::-1],
        lambda code: code.replace(".", ""),
        lambda code: code.replace(".", "\0"),
        lambda code: code.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        lambda code: code[: len(code) // 2],
    ],
    ids=["cut", "longer", "doubled", "backwards", "without dots", "with zeros", "full width", "half"],
)
def test_a_code_cut_doubled_or_turned_round_is_no_slip(branch: Served, alter: Callable[[str], str]) -> None:
    assert told(branch, alter(served_ticket(branch)["qr"])) == "wrong_code"


def test_a_code_of_another_branch_says_so_and_opens_nothing(branch: Served) -> None:
    ticket = served_ticket(branch)
    foreign = qr_text(branch.service.setting.secret, "riyue-01", ticket["date"], ticket["visit"])

    assert told(branch, foreign) == "other_branch"


def test_the_slip_of_yesterday_is_told_its_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wall = wall_ms()
    monkeypatch.setattr(serve, "Spool", NoSpool)
    monkeypatch.setattr(serve, "ServiceClock", partial(ServiceClock, lambda: wall, lambda: wall))
    with served(tmp_path) as branch:
        yesterday = served_ticket(branch)
        wall += 24 * HOUR_MS
        branch.did("issue_ticket", service="deposit")

        answer = branch.get("/v1/exit/scan", code=yesterday["qr"]).json()

    assert (answer["code"], answer["details"]) == ("other_day", {"date": yesterday["date"]})


def test_a_slip_scanned_before_all_is_done_cannot_be_rated(branch: Served) -> None:
    ticket = branch.did("issue_ticket", service="deposit")
    found = branch.get("/v1/exit/scan", code=ticket["qr"]).json()

    rated = branch.ask("rate_visit", "exit", visit=found["visit"], check=found["check"], score=5)

    assert not found["finished"]
    assert rated.json()["code"] == "not_finished"


def test_a_slip_scanned_twice_is_rated_once(branch: Served) -> None:
    code = served_ticket(branch)["qr"]
    first = branch.get("/v1/exit/scan", code=code).json()
    opinion = {"visit": first["visit"], "check": first["check"], "score": 5, "reasons": ["quick"]}
    branch.did("rate_visit", "exit", **opinion)

    second = branch.get("/v1/exit/scan", code=code).json()
    again = branch.ask("rate_visit", "exit", **{**opinion, "score": 1}).json()

    assert (first["rated"], second["rated"], again["code"]) == (False, True, "already_rated")
    assert branch.run(branch.service.look(lambda day, _: [one.score for one in day.ratings.values()])) == [5]


def test_what_the_scan_of_a_rated_slip_tells_holds_nothing_of_the_rating(branch: Served) -> None:
    ticket = served_ticket(branch)
    opinion = {"visit": ticket["visit"], "check": ticket["check"], "score": 1, "reasons": ["attitude"]}
    branch.did("rate_visit", "exit", **opinion)

    found = branch.get("/v1/exit/scan", code=ticket["qr"]).json()

    assert set(found) == {"visit", "ticket", "check", "services", "finished", "rated", "state"}


def test_scans_do_not_use_up_the_tries_at_the_check_code(branch: Served) -> None:
    ticket = served_ticket(branch)
    for _ in range(10):
        assert told(branch, "6901234567892") == "wrong_code"

    found = branch.get("/v1/exit/visit", ticket="A001", check=ticket["check"])

    assert found.status_code == 200
