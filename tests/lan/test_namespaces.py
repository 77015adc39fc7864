"""A whole branch on a LAN: service, entrance, hall and exit on machines of their own, paired by the real commands (F3)."""

from __future__ import annotations

import json
import socket
import uuid
from http.client import HTTPConnection, HTTPException
from typing import TYPE_CHECKING

import pytest

from tests.lan.branch_on_lan import (
    LAN_PORT,
    PATIENCE_S,
    PORT,
    branch_on_lan,
    call,
    pair_screen,
    pinned,
    wait_until,
)
from tests.lan.namespaces import machines

if TYPE_CHECKING:
    from pathlib import Path

    from tests.lan.namespaces import Machine

pytestmark = [pytest.mark.row("F3"), pytest.mark.slow]

SCREENS = {"entrance-1": "entrance", "exit-1": "exit", "hall-1": "hall"}


def ticket_at(machine: Machine, address: str, ca_pem: bytes, token: str) -> tuple[int, str]:
    """Ask for a ticket from a machine; return the status and the number, or the code of the refusal."""
    body = {"id": str(uuid.uuid4()), "body": {"service": "withdrawal"}}
    told = call(
        machine,
        pinned(address, ca_pem),
        "/v1/requests/issue_ticket",
        body,
        Kiosk_Role="entrance",
        Kiosk_Device="entrance-2",
        **({"Authorization": f"Bearer {token}"} if token else {}),
    )
    return told.status, str(told.json.get("ticket") or told.json.get("code"))


def reaches(machine: Machine, address: str, port: int) -> bool:
    with machine.entered(), socket.socket() as caller:
        caller.settimeout(PATIENCE_S)
        return caller.connect_ex((address, port)) == 0


def test_a_branch_works_over_its_lan_and_lets_in_nobody_else(tmp_path: Path) -> None:
    with (
        machines("service", "entrance", "exit", "hall", "other") as (home, *doors, other),
        branch_on_lan(home, tmp_path / "branch") as branch,
    ):
        assert not reaches(other, home.address, LAN_PORT)  # nobody is invited yet
        branch.set_up()
        for machine, (name, role) in zip(doors, SCREENS.items(), strict=True):
            told, data = branch.invite(name, role), tmp_path / name
            assert told["urls"] == [f"https://{home.address}:{LAN_PORT}/pair#{told['code'].replace(' ', '')}"]
            code, said = pair_screen(machine, told, data)
            assert code == 0, said
            branch.start(machine, "screen", role, data=data)
        wait_until(lambda: branch.connected() >= set(SCREENS))

        told = branch.invite("entrance-2", "entrance")
        ca_pem = json.loads((tmp_path / "hall-1" / "devices" / "hall.json").read_text())["ca_pem"].encode()
        paired = call(other, pinned(home.address, ca_pem), "/v1/door/pair", {"code": told["code"]}).json
        assert ticket_at(other, home.address, ca_pem, paired["token"])[0] == 200
        assert ticket_at(other, home.address, ca_pem, "") == (401, "not_paired")

        branch.revoke("entrance-2")
        assert ticket_at(other, home.address, ca_pem, paired["token"]) == (401, "not_paired")
        branch.revoke("hall-1")
        wait_until(lambda: "hall-1" not in branch.connected())
        assert branch.connected() >= {"entrance-1", "exit-1"}

        assert not reaches(other, home.address, PORT)
        plain = HTTPConnection(home.address, LAN_PORT, timeout=PATIENCE_S)
        with pytest.raises((OSError, HTTPException)):
            call(other, plain, "/v1/health")
        foreign = call(other, pinned(home.address, ca_pem), "/v1/health", Host=f"bank.example:{LAN_PORT}")
        assert foreign.status == 400


def test_a_screen_that_finds_another_fingerprint_sends_no_code(tmp_path: Path) -> None:
    with machines("service", "hall") as (home, hall), branch_on_lan(home, tmp_path / "branch") as branch:
        branch.set_up()
        told = branch.invite("hall-1", "hall")

        code, said = pair_screen(hall, told, tmp_path / "hall", fingerprint="AAAA-BBBB-CCCC-DDDD")
        assert (code, "fingerprint_differs" in said) == (1, True)
        assert not (tmp_path / "hall").exists()

        assert pair_screen(hall, told, tmp_path / "hall")[0] == 0
        kept = tmp_path / "hall" / "devices" / "hall.json"
        assert kept.stat().st_mode & 0o777 == 0o600
        code, said = pair_screen(hall, told, tmp_path / "hall")
        assert (code, "wrong_pairing_code" in said) == (1, True)
