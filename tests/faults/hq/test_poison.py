"""Facts that nobody can read: acknowledged and set aside, never in the way of the others, and applied once understood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from kiosk.domain.facts import type_of_kind
from kiosk.hq.projecting import Projecting
from kiosk.hq.projector import Projector
from kiosk.wire.chain import NOTHING_BEFORE
from kiosk.wire.sync.answers import Accepted
from kiosk.wire.sync.upload import MOST_OPAQUE, StoredFact
from tests.faults.harness import wait_until
from tests.faults.hq.headquarters_process import HeadquartersProcess, running
from tests.faults.hq.journals import assert_same_tables, contents, inbox, write_journal
from tests.faults.hq.scripted_branch import ScriptedBranch
from tests.headquarters import BRANCH, enrolled, headquarters_in, send

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kiosk.hq.headquarters import Headquarters

FACTS: Final = 120
POISON: Final[dict[str, StoredFact]] = {
    name: StoredFact(0, bytes([number]) * 16, kind, version, 1, body)
    for number, (name, kind, version, body) in enumerate(
        (
            ("unknown kind", "tea_served", 1, b'{"day":"2026-11-21","actor":"a","device":"d","fact":{}}'),
            ("kind in Chinese with a blank", "倒茶 了", 1, b"{}"),
            ("no kind", "", 1, b"{}"),
            ("future version", "day_opened", 99, b"{}"),
            ("version of nothing", "day_opened", 0, b"{}"),
            ("invalid UTF-8", "visit_rated", 1, b'{"day":"\xff\xfe"}'),
            ("not a number", "visit_rated", 1, b'{"day":NaN}'),
            ("lone surrogate", "visit_rated", 1, b'{"day":"\\ud800"}'),
            ("encoded surrogate", "visit_rated", 1, b'{"day":"\xed\xa0\x80"}'),
            ("deep JSON", "visit_rated", 1, b"[" * 60_000),
            ("deep objects", "visit_rated", 1, b'{"a":' * 12_000),
            ("NUL", "visit_rated", 1, b'{"day":"\0"}'),
            ("huge number", "visit_rated", 1, b'{"day":1' + b"0" * 5_000 + b"}"),
            ("nothing", "visit_rated", 1, b""),
            ("line breaks", "visit_rated", 1, b"\n\n{}\n"),
            ("another's rating", "visit_rated", 1, b'{"day":"x","actor":"","device":"","fact":{"visit":7}}'),
            ("as long as may be", "tea_served", 1, b"x" * (MOST_OPAQUE - 200)),
        ),
        1,
    )
}


def poisoned(facts: list[StoredFact]) -> tuple[list[StoredFact], set[int]]:
    """Return the facts with every poison among them, renumbered, and the seqs of the poison."""
    told, seqs = list(facts), set()
    for at, poison in enumerate(POISON.values()):
        place = 20 + 3 * at
        told.insert(place, poison)
        seqs.add(place + 1)
    return [fact._replace(seq=seq) for seq, fact in enumerate(told, 1)], seqs


def statuses(headquarters: Headquarters) -> dict[int, str]:
    with headquarters.store.server_of(BRANCH).read() as conn:
        return dict(conn.execute("SELECT seq, status FROM inbox ORDER BY seq").fetchall())


def set_aside(headquarters: Headquarters) -> set[int]:
    return {seq for seq, status in statuses(headquarters).items() if status == "quarantined"}


@pytest.mark.row("F2")
def test_poison_is_acknowledged_and_set_aside_and_all_else_is_in_the_tables(tmp_path: Path) -> None:
    epoch, facts = write_journal(tmp_path / "branch", FACTS)
    told, poison = poisoned(facts)
    branch = ScriptedBranch(epoch, told)
    headquarters = HeadquartersProcess(tmp_path / "hq")
    branch.enrol_at(headquarters)

    with running(headquarters):
        answer = branch.send(headquarters.port, 1, len(told))
        assert isinstance(answer, Accepted)
        assert answer.acked.seq == len(told)
    with headquarters.opened() as left:
        Projector(left.store.server_of(BRANCH), lambda *_: None).catch_up()

        assert inbox(left) == [(seq, branch.hashes[seq]) for seq in range(1, len(told) + 1)]
        assert set_aside(left) == poison
        assert_same_tables(left, tmp_path / "branch")


@pytest.mark.row("F2")
def test_what_a_later_program_understands_is_applied_by_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    epoch, facts = write_journal(tmp_path / "branch", FACTS)
    headquarters = headquarters_in(tmp_path / "hq")
    enrolled(headquarters)
    server = headquarters.store.server_of(BRANCH)
    projector = Projector(server, lambda *_: None)
    with monkeypatch.context() as earlier:
        for kind in ("visit_rated", "leg_added", "printer_changed"):
            earlier.delitem(type_of_kind, kind)
        send(server, epoch, NOTHING_BEFORE, facts)
        projector.catch_up()
        assert set_aside(headquarters)
        with server.read() as conn:
            assert contents(conn)["printer"] == []

    projector.rebuild(BRANCH)
    projector.catch_up()

    assert not set_aside(headquarters)
    assert_same_tables(headquarters, tmp_path / "branch")
    headquarters.store.close()


@pytest.mark.row("F2")
def test_a_headquarters_that_knows_more_applies_at_its_start_what_the_one_before_set_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    epoch, facts = write_journal(tmp_path / "branch", FACTS)
    told, poison = poisoned(facts)
    headquarters = headquarters_in(tmp_path / "hq")
    enrolled(headquarters)
    with monkeypatch.context() as earlier:
        earlier.delitem(type_of_kind, "printer_changed")
        send(headquarters.store.server_of(BRANCH), epoch, NOTHING_BEFORE, told)
        _project_until(headquarters, lambda aside: aside > poison)

    _project_until(headquarters, lambda aside: aside == poison)

    assert_same_tables(headquarters, tmp_path / "branch")
    headquarters.store.close()


def _project_until(headquarters: Headquarters, done: Callable[[set[int]], bool]) -> None:
    """Let the projectors of a headquarters that has just started work until all is applied and set aside as wanted."""
    projecting = Projecting(headquarters.store, lambda *_: None)
    try:
        wait_until(lambda: _all_applied(headquarters) and done(set_aside(headquarters)))
    finally:
        projecting.stop()


def _all_applied(headquarters: Headquarters) -> bool:
    with headquarters.store.server_of(BRANCH).read() as conn:
        return conn.execute("SELECT count(*) FROM reached WHERE applied < seq").fetchone() == (0,)
