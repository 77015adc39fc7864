"""A service taken out of the catalogue while people wait for it: they are still seen, called, served and printed for."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.branch.printing.slip_content import slip_of, slip_words
from kiosk.domain import requests as r
from kiosk.domain.answers import Called, Issued, Refusal
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.setting import Setting
from kiosk.domain.visit import LegStatus
from kiosk.resources import resources
from tests.faults.harness import Reception, Time, assert_sound, reception, setting, wait_until
from tests.faults.service_process import running_branch

GONE = "deposit"


def without(service: str) -> Setting:
    """Return the shipped branch with one service and the skill for it taken out."""
    whole = setting()
    services = {code: one for code, one in whole.catalogue.services.items() if code != service}
    counters = tuple(
        replace(one, skills=tuple(skill for skill in one.skills if skill != service))
        for one in whole.plan.counters
    )
    catalogue = Catalogue("smaller", whole.catalogue.categories, services)
    return replace(whole, catalogue=catalogue, plan=replace(whole.plan, counters=counters))


@pytest.fixture
def before(tmp_path: Path) -> Issued:
    """Let somebody wait for the service, with counter 1 open for it; the branch then restarts."""
    with reception(tmp_path, Time()) as branch:
        branch.ask(r.OpenCounter("1"))
        return branch.issue(GONE)


def test_who_waits_for_it_is_still_called_by_a_counter_that_was_open(tmp_path: Path, before: Issued) -> None:
    with reception(tmp_path, Time(), without(GONE)) as branch:
        called = branch.ask(r.CallNext("1"))

        assert isinstance(called, Called)
        assert called.ticket == before.ticket
        _serve_to_the_end(branch, before.leg)
    assert_sound(tmp_path)


def test_who_waits_for_it_can_be_picked_by_any_other_counter(tmp_path: Path, before: Issued) -> None:
    with reception(tmp_path, Time(), without(GONE)) as branch:
        branch.ask(r.OpenCounter("2"))

        assert branch.ask(r.CallNext("2")) == Refusal("nobody_waiting", {"counter": "2"})
        assert isinstance(branch.ask(r.CallTicket("2", before.leg, 1)), Called)


def test_who_waits_for_it_can_be_sent_to_another_service_with_the_wait_kept(
    tmp_path: Path, before: Issued
) -> None:
    time = Time()
    with reception(tmp_path, time, without(GONE)) as branch:
        time.pass_by(60_000)

        branch.ask(r.TransferTicket(before.leg, 1, "withdrawal"))

        leg = branch.desk.day.legs[before.leg]
        assert (leg.service, leg.waited_ms(branch.desk.now_ms())) == ("withdrawal", 60_000)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_slip_of_who_waits_for_it_says_what_is_still_known(tmp_path: Path, language: str) -> None:
    with reception(tmp_path) as branch:
        ticket = branch.ask(r.IssueTicket(GONE, language=language))  # type: ignore[arg-type]
        assert isinstance(ticket, Issued)

    with reception(tmp_path, branch=without(GONE)) as branch:
        slip = slip_of(branch.desk.day, ticket.slip, branch.desk.setting, slip_words())

    assert ticket.ticket in str(slip)


def test_nobody_new_can_ask_for_it(tmp_path: Path, before: Issued) -> None:
    with reception(tmp_path, branch=without(GONE)) as branch:
        refused = Refusal("unknown_service", {"service": GONE})
        assert branch.ask(r.IssueTicket(GONE)) == refused
        assert branch.ask(r.AddService(before.visit, GONE)) == refused
        assert branch.ask(r.TransferTicket(before.leg, 1, GONE)) == refused
        assert branch.desk.day.legs[before.leg].status is LegStatus.WAITING


def test_a_service_whose_questions_changed_keeps_the_tickets_it_has(tmp_path: Path) -> None:
    with reception(tmp_path) as branch:
        ticket = branch.ask(
            r.IssueTicket(GONE, answers={"account": "have", "who": "self"}, ready=("bank_card",))
        )
        assert isinstance(ticket, Issued)

    whole = setting()
    bare = replace(whole.catalogue.services[GONE], questions=(), materials=())
    services = {**whole.catalogue.services, GONE: bare}
    changed = replace(whole, catalogue=Catalogue("other", whole.catalogue.categories, services))
    with reception(tmp_path, branch=changed) as branch:
        branch.ask(r.OpenCounter("1"))
        assert isinstance(branch.ask(r.CallNext("1")), Called)
        assert ticket.ticket in str(slip_of(branch.desk.day, ticket.slip, changed, slip_words()))


def test_the_whole_service_goes_on_with_a_smaller_catalogue(tmp_path: Path) -> None:
    shutil.copytree(resources() / "catalogue", tmp_path / "catalogue")
    with running_branch(tmp_path) as branch:
        branch.ask("open_counter", {"counter": "1"})
        ticket = branch.ask("issue_ticket", {"service": GONE}).json
        branch.seq_at_rest()
        branch.kill()
        _take_out(tmp_path / "catalogue", GONE)
        (tmp_path / "slips" / f"{ticket['slip']}.png").unlink()

        branch.start()

        assert [leg["service"] for leg in branch.snapshot()["legs"]] == [GONE]
        copy = branch.ask("reprint", {"visit": ticket["visit"]}).json["about"]
        wait_until((tmp_path / "slips" / f"{copy}.pdf").is_file)
        assert ticket["ticket"] in branch.page("/reception")
        assert branch.ask("call_next", {"counter": "1"}).json["ticket"] == ticket["ticket"]
        assert branch.get(f"/v1/quote?service={GONE}").code == "unknown_service"
    assert_sound(tmp_path)


def _take_out(folder: Path, service: str) -> None:
    """Take a service out of the branch's own files, as its people would with an editor."""
    for path in folder.glob("*.toml"):
        head, *blocks = re.split(r"(?m)^(?=\[\[service\]\])", path.read_text("utf-8"))
        kept = [block for block in blocks if f'\ncode = "{service}"\n' not in block]
        text = head + "".join(kept)
        path.write_text(text.replace(f'"{service}", ', ""), "utf-8")


def _serve_to_the_end(branch: Reception, leg_id: str) -> None:
    for request in (r.StartService, r.FinishService):
        branch.ask(request(leg_id, branch.desk.day.legs[leg_id].version))
    assert branch.desk.day.legs[leg_id].status is LegStatus.FINISHED
