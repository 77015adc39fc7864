"""What the hall shows and for how long: every call gets its moment, nobody is cut off, nobody is startled late."""

from __future__ import annotations

from itertools import pairwise

import pytest

from kiosk.domain.flow.hall import (
    AGAIN_S,
    FLASH_S,
    HERO_S,
    LEAST_S,
    MOST_HEROES,
    MOST_ROWS,
    TURN_S,
    Board,
    Call,
    Place,
    advanced,
    called,
    hero_flashes,
    next_s,
    rows,
    turn,
)

pytestmark = pytest.mark.row("C3")
TICK_S = 0.25


def call(number: int) -> Call:
    return Call(f"leg{number}", f"A{number:03d}", str(number))


def tickets(board: Board) -> list[str]:
    return [hero.call.ticket for hero in board.heroes]


def owned(calls: dict[float, list[Call]], until_s: float) -> dict[str, list[float]]:
    """Play calls at their moments; return the moments at which each ticket owned the screen."""
    board, still, seen = Board(), set[str](), dict[str, list[float]]()
    for tick in range(int(until_s / TICK_S)):
        now_s = tick * TICK_S
        for each in calls.get(now_s, []):
            board = called(board, each, now_s)
            still.add(each.leg)
        board = advanced(board, still, now_s)
        for ticket in tickets(board):
            seen.setdefault(ticket, []).append(now_s)
    return seen


def test_a_call_owns_the_screen_at_once_flashes_and_then_joins_the_list() -> None:
    board = advanced(called(Board(), call(1), 10.0), {"leg1"}, 10.0)

    assert tickets(board) == ["A001"]
    assert hero_flashes(board.heroes[0], 10.0 + FLASH_S - 0.1)
    assert not hero_flashes(board.heroes[0], 10.0 + FLASH_S)
    assert tickets(advanced(board, {"leg1"}, 10.0 + HERO_S - 0.1)) == ["A001"]
    assert tickets(advanced(board, {"leg1"}, 10.0 + HERO_S)) == []


def test_a_second_call_stands_beside_the_first() -> None:
    board = advanced(called(Board(), call(1), 0.0), {"leg1"}, 0.0)

    board = advanced(called(board, call(2), 1.0), {"leg1", "leg2"}, 1.0)

    assert tickets(board) == ["A001", "A002"]


def test_fifty_calls_in_ten_seconds_are_each_shown_in_order_within_twenty() -> None:
    calls: dict[float, list[Call]] = {}
    for number in range(50):
        calls.setdefault(number // 5 + min(number % 5, 3) * TICK_S, []).append(call(number))

    seen = owned(calls, 40)

    assert list(seen) == [f"A{number:03d}" for number in range(50)]
    assert all(moments[-1] - moments[0] >= LEAST_S - TICK_S for moments in seen.values())
    assert all(later - before == TICK_S for moments in seen.values() for before, later in pairwise(moments))
    assert max(moments[0] for moments in seen.values()) + LEAST_S <= 20


def test_never_more_than_six_own_the_screen_and_the_seventh_waits_its_two_seconds() -> None:
    board, everybody = Board(), {f"leg{number}" for number in range(8)}
    for number in range(8):
        board = advanced(called(board, call(number), 0.0), everybody, 0.0)

    assert tickets(board) == [f"A{number:03d}" for number in range(MOST_HEROES)]
    assert tickets(advanced(board, everybody, LEAST_S - 0.1)) == tickets(board)
    assert set(tickets(advanced(board, everybody, LEAST_S))) == {f"A{number:03d}" for number in range(2, 8)}


def test_nobody_moves_to_another_place_while_others_take_turns() -> None:
    board, everybody = Board(), {f"leg{number}" for number in range(7)}
    for number in range(7):
        board = called(board, call(number), 0.0)

    board = advanced(advanced(board, everybody, 0.0), everybody, LEAST_S)

    assert tickets(board) == ["A006", "A001", "A002", "A003", "A004", "A005"]


def test_a_ticket_that_is_served_or_passed_meanwhile_leaves_the_queue() -> None:
    board = Board()
    for number in range(7):
        board = called(board, call(number), 0.0)
    board = advanced(board, {f"leg{number}" for number in range(7)}, 0.0)

    board = advanced(board, {f"leg{number}" for number in range(6)}, 1.0)

    assert board.waiting == ()


def test_a_ticket_served_at_once_is_still_shown_long_enough_to_be_read() -> None:
    board = advanced(called(Board(), call(1), 0.0), {"leg1"}, 0.0)

    assert tickets(advanced(board, set(), LEAST_S - 0.1)) == ["A001"]
    assert tickets(advanced(board, set(), LEAST_S)) == []


def test_an_announcement_flashes_again_on_the_screen_and_after_it() -> None:
    board = advanced(called(Board(), call(1), 0.0), {"leg1"}, 0.0)

    during = advanced(called(board, call(1), 4.0), {"leg1"}, 4.0)
    after = advanced(called(advanced(board, {"leg1"}, HERO_S), call(1), 9.0), {"leg1"}, 9.0)

    assert hero_flashes(during.heroes[0], 5.0)
    assert tickets(during) == ["A001"]
    assert tickets(after) == ["A001"]
    assert hero_flashes(after.heroes[0], 10.0)


def test_whoever_has_not_come_is_called_twice_by_a_flash_in_the_list() -> None:
    board = advanced(called(Board(), call(1), 0.0), {"leg1"}, 0.0)
    board = advanced(board, {"leg1"}, HERO_S)

    second = advanced(board, {"leg1"}, AGAIN_S)
    calm = advanced(second, {"leg1"}, AGAIN_S + FLASH_S)

    assert (dict(board.flashing), dict(second.flashing)) == ({}, {"leg1": AGAIN_S})
    assert (calm.flashing, calm.due) == ({}, {})
    assert advanced(calm, {"leg1"}, 10 * AGAIN_S).flashing == {}


def test_whoever_has_come_is_not_called_twice() -> None:
    board = advanced(called(Board(), call(1), 0.0), {"leg1"}, 0.0)

    board = advanced(board, set(), AGAIN_S)

    assert (board.flashing, board.due) == ({}, {})


def test_a_second_call_waits_until_the_list_can_be_seen() -> None:
    board = advanced(called(Board(), call(1), 0.0), {"leg1"}, 0.0)
    board = advanced(called(advanced(board, {"leg1"}, 9.0), call(2), 9.0), {"leg1", "leg2"}, 9.0)

    hidden = advanced(board, {"leg1", "leg2"}, AGAIN_S)
    seen = advanced(hidden, {"leg1", "leg2"}, 9.0 + HERO_S)

    assert hidden.flashing == {}
    assert set(seen.flashing) == {"leg1"}


def test_a_board_tells_when_it_changes_next() -> None:
    board = advanced(called(Board(), call(1), 0.0), {"leg1"}, 0.0)

    moments, now_s = [], 0.0
    while (due_s := next_s(board, now_s)) is not None:
        now_s = due_s
        board = advanced(board, {"leg1"}, now_s)
        moments.append(now_s)

    assert moments == [LEAST_S, FLASH_S, HERO_S, AGAIN_S, AGAIN_S + FLASH_S]
    assert next_s(Board(), 0.0) is None


def test_a_long_day_leaves_nothing_on_the_board() -> None:
    board = Board()
    for number in range(1000):
        board = called(board, call(number), number * 20.0)
        board = advanced(board, {f"leg{number}"}, number * 20.0)
        board = advanced(board, {f"leg{number}"}, number * 20.0 + AGAIN_S)

    assert advanced(board, set(), 1_000_000.0) == Board()


def test_called_numbers_beyond_the_rows_take_turns_and_the_served_give_way() -> None:
    waited_for = tuple(Place(call(number), 0, serving=False) for number in range(MOST_ROWS + 3))
    served = (Place(call(99), 0, serving=True),)

    first, second = (rows((*waited_for, *served), page * TURN_S) for page in (0, 1))

    assert (first, second) == (waited_for[:MOST_ROWS], waited_for[MOST_ROWS:])
    assert rows((*waited_for[:2], *served), 0.0) == (*waited_for[:2], *served)


def test_notices_take_turns() -> None:
    assert [turn(second, 3) for second in (0.0, TURN_S - 0.1, TURN_S, 2 * TURN_S, 3 * TURN_S)] == [
        0,
        0,
        1,
        2,
        0,
    ]
    assert turn(5.0, 0) == 0


def test_whoever_is_called_elsewhere_before_the_screen_was_free_is_sent_to_the_last_counter() -> None:
    board, everybody = Board(), {f"leg{number}" for number in range(7)}
    for number in range(7):
        board = called(board, call(number), 0.0)
    board = advanced(board, everybody, 0.0)

    board = called(board, Call("leg6", "A006", "9"), 1.0)

    assert board.waiting == (Call("leg6", "A006", "9"),)
    assert "9" in [hero.call.counter for hero in advanced(board, everybody, LEAST_S).heroes]


def test_the_same_call_at_the_same_moment_is_one_call() -> None:
    board = called(Board(), call(1), 0.0)
    on_screen = advanced(board, {"leg1"}, 0.0)

    assert called(board, call(1), 0.0).waiting == (call(1),)
    assert called(on_screen, call(1), 0.0).waiting == ()


def test_a_call_that_was_followed_flashes_no_more_and_stays_to_be_read() -> None:
    board = advanced(called(Board(), call(1), 0.0), {"leg1"}, 0.0)

    board = advanced(board, set(), 1.0)

    assert tickets(board) == ["A001"]
    assert not hero_flashes(board.heroes[0], 1.0)
    assert hero_flashes(called(board, call(1), 1.5).heroes[0], 1.5)
