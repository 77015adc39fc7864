"""What a printer's answers mean: bits as the manuals print them, and whatever else a line may bring."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.printer.escpos.status import QUESTIONS, Dialogue, condition_of
from kiosk.devices.printer.transports import LineLost

WELL = b"\x12\x12\x12\x12"


@pytest.mark.parametrize(
    ("answers", "condition"),
    [
        (WELL, "ready"),
        (b"\x16\x12\x12\x12", "ready"),  # a cash drawer's pin
        (b"\x12\x12\x12\x1e", "near_end"),
        (b"\x12\x12\x12\x72", "paper_out"),
        (b"\x12\x12\x12\x7e", "paper_out"),
        (b"\x1a\x32\x12\x12", "paper_out"),
        (b"\x1a\x16\x12\x12", "cover_open"),
        (b"\x1a\x36\x12\x7e", "cover_open"),  # which lifts the paper off its sensor
        (b"\x1a\x52\x1a\x12", "jam"),
        (b"\x1a\x52\x32\x12", "fault"),
        (b"\x1a\x52\x52\x12", "fault"),  # an overheated head
        (b"\x1a\x52\x12\x12", "fault"),
        (b"\x1a\x12\x12\x12", "offline"),
        (b"", "unsure"),
        (WELL[:3], "unsure"),
        (WELL * 2, "unsure"),
        (b"\x00\x00\x00\x00", "unsure"),
        (b"\xff\xff\xff\xff", "unsure"),
        (b"\x12\x12\x12\x13", "unsure"),
        (b"OK\r\n", "unsure"),
    ],
)
def test_answers_mean_what_the_manuals_say(answers: bytes, condition: str) -> None:
    assert condition_of(answers) == condition


@given(st.binary(max_size=6))
def test_silence_and_noise_are_never_taken_for_a_printer_that_is_well(noise: bytes) -> None:
    is_well = len(noise) == 4 and all(byte & 0x93 == 0x12 for byte in noise)

    assert is_well or condition_of(noise) == "unsure"


class Script:
    """A line that brings what stands written, piece by piece, and keeps what it is given."""

    def __init__(self, *pieces: bytes | None) -> None:
        self.given = b""
        self._pieces = list(pieces)

    def write(self, data: bytes, limit_s: float) -> None:
        del limit_s
        self.given += data

    def read(self, limit_s: float) -> bytes:
        del limit_s
        piece = self._pieces.pop(0) if self._pieces else b""
        if piece is None:
            raise LineLost
        return piece

    def close(self) -> None:
        pass


def test_the_four_questions_are_asked_at_once() -> None:
    line = Script(b"", WELL)

    Dialogue(line).ask()

    assert line.given == QUESTIONS == b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04"


def test_an_answer_in_pieces_is_put_together() -> None:
    assert Dialogue(Script(b"", b"\x12", b"\x12\x12", b"\x1e")).ask() == "near_end"


def test_an_answer_that_does_not_end_is_none() -> None:
    assert Dialogue(Script(b"", b"\x12\x12\x12", b"")).ask() == "unsure"


def test_answers_to_an_earlier_question_are_not_taken_for_those_to_this_one() -> None:
    assert Dialogue(Script(WELL, b"", b"\x12\x12\x12\x72")).ask() == "paper_out"


def test_what_a_printer_says_unasked_is_passed_over() -> None:
    unasked = b"\x10\x00\x0c\x0f"  # automatic status, which some send at each change

    assert Dialogue(Script(b"", unasked + b"\x11", WELL)).ask() == "ready"


def test_a_line_that_breaks_while_asking_is_lost() -> None:
    with pytest.raises(LineLost):
        Dialogue(Script(b"", None)).ask()


def test_the_end_is_heard_even_amid_other_answers() -> None:
    dialogue = Dialogue(Script(b"", b"\x12\x12\x00\x12\x12"))

    dialogue.ask_for_the_end()
    told = dialogue.ask()

    assert told == "ready"
    assert dialogue.hear_of_the_end()


def test_an_end_that_was_told_before_it_was_asked_for_is_that_of_an_earlier_job() -> None:
    dialogue = Dialogue(Script(b"\x00", b"", WELL))

    dialogue.ask()
    dialogue.ask_for_the_end()

    assert not dialogue.hear_of_the_end()


def test_no_answer_is_no_end() -> None:
    dialogue = Dialogue(Script(WELL, b""))

    dialogue.ask_for_the_end()

    assert not dialogue.hear_of_the_end()
