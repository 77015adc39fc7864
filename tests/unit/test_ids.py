"""Ids that sort by time."""

from __future__ import annotations

from uuid import UUID

from kiosk.records.database.ids import Ids, uuid7


def test_an_id_is_a_version_7_uuid_with_its_moment_in_front() -> None:
    made = UUID(uuid7(1_795_219_200_000, bytes(range(10))))

    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert made.int >> 80 == 1_795_219_200_000


def test_different_random_bytes_make_different_ids() -> None:
    assert uuid7(1, b"\x00" * 10) != uuid7(1, b"\xff" * 10)


def test_ids_of_one_moment_rise() -> None:
    ids = Ids()

    made = [ids.new(1_795_219_200_000) for _ in range(1_000)]

    assert made == sorted(set(made))


def test_ids_rise_when_the_clock_goes_back() -> None:
    ids = Ids()

    made = [ids.new(now) for now in (5_000, 4_000, 3_000, 5_001)]

    assert made == sorted(set(made))


def test_ids_rise_even_when_chance_always_gives_its_highest() -> None:
    ids = Ids(lambda count: b"\xff" * count)

    first, second = ids.new(7), ids.new(7)

    assert first < second
    assert UUID(second).version == 7
