"""A slip in a printer's own characters, seen through a decoder of the real bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.printer.escpos.characters import MISSING, columns, printable
from kiosk.devices.printer.escpos.native import native_job
from kiosk.devices.printer.paper import PAPER_58, PAPER_80, Paper
from kiosk.domain.slip import (
    Banner,
    Block,
    Figures,
    Heading,
    Line,
    Number,
    Place,
    Point,
    Qr,
    Rule,
    Slip,
    Step,
    Tick,
)
from tests.escpos_reader import read
from tests.slip_samples import CODE, ENGLISH, HOSTILE, branch_map, hostile_slip, slip

PAPERS = pytest.mark.parametrize("paper", [PAPER_58, PAPER_80], ids=["58 mm", "80 mm"])


def squeezed(text: str) -> str:
    """Return the text without what may give way at the end of a line: white space, and dots between statements."""
    return "".join(text.replace("·", "").split())


def words_of(block: Block) -> tuple[str, ...]:  # noqa: PLR0911  # one return for each kind of block
    match block:
        case Banner(text) | Number(text) | Line(text) | Point(text):
            return (text,)
        case Heading(text, aside):
            return (text, aside)
        case Place(letter, name, way):
            return (letter, name, way)
        case Figures(pairs):
            return tuple(word for pair in pairs for word in pair)
        case Tick(name, _, note):
            return (name, note)
        case Step(_, name, detail):
            return (name, detail)
        case Qr(_, captions):
            return captions
        case _:
            return ()


@PAPERS
@pytest.mark.parametrize("drawn", [slip(favoured=True, demonstration=True), slip(ENGLISH, reprint=True)])
def test_every_word_of_the_slip_is_on_the_paper(drawn: Slip, paper: Paper) -> None:
    text = squeezed(read(native_job(drawn, paper), paper).text)

    words = [squeezed(word.replace("–", "-")) for block in drawn.blocks for word in words_of(block)]

    assert [word for word in words if word not in text] == []


@PAPERS
@pytest.mark.row("D3")
def test_the_printer_draws_the_code_itself(paper: Paper) -> None:
    assert read(native_job(slip(), paper), paper).codes == [CODE]


@pytest.mark.parametrize(
    ("number", "paper", "times"),
    [("A012", PAPER_58, 6), ("A012", PAPER_80, 6), ("AB9999", PAPER_80, 6), ("AB9999", PAPER_58, 5)],
)
def test_the_number_is_as_high_as_the_paper_allows(number: str, paper: Paper, times: int) -> None:
    run = read(native_job(slip(number=number), paper), paper).run(number)

    assert (run.wide, run.high, run.where) == (times, times, "m")


@pytest.mark.row("B2")
def test_what_the_customer_has_is_ticked_and_the_rest_has_a_box() -> None:
    made = (
        Tick("身份证", ticked=True, note="原件，在有效期内"),
        Tick("手机", ticked=False),
        Step(1, "申请", "填写申请表"),
    )

    lines = read(native_job(Slip("zh", "", made), PAPER_80)).text.splitlines()

    assert lines == ["√ 身份证 原件，在有效期内", "□ 手机", "① 申请 填写申请表"]


def test_lines_of_an_item_stand_below_one_another_right_of_its_mark() -> None:
    made = Tick("身份证", ticked=False, note="原件，在有效期内，复印件请自行准备好")

    lines = read(native_job(Slip("zh", "", (made,)), PAPER_58), PAPER_58).text.splitlines()

    assert lines == ["□ 身份证 原件，在有效期内，复印", "   件请自行准备好"]


def test_a_map_has_no_native_form_and_the_way_stays_in_words() -> None:
    place = Place("A", "个人业务区", "进门左转，沿蓝色地线走")

    job = native_job(Slip("zh", "", (place, branch_map())), PAPER_80)

    assert job == native_job(Slip("zh", "", (place,)), PAPER_80)
    assert read(job).text.splitlines() == ["【A】个人业务区", "进门左转，沿蓝色地线走"]


def test_an_ordinary_ticket_is_a_few_hundred_bytes() -> None:
    assert len(native_job(slip(), PAPER_80)) < 900


@PAPERS
@pytest.mark.parametrize("text", [HOSTILE, "支行" * 99, "Donaudampfschifffahrt" * 9, "", "😀ﷺ𠮷"])
def test_a_slip_with_any_words_fits_the_paper(text: str, paper: Paper) -> None:
    reading = read(native_job(hostile_slip(text), paper), paper)

    assert reading.events[-1] == "cut"


blocks = st.one_of(
    st.builds(Banner, st.text(), st.booleans()),
    st.builds(Number, st.text()),
    st.builds(Line, st.text(), st.sampled_from(["title", "strong", "body", "note"]), st.booleans()),
    st.builds(Heading, st.text(), st.text()),
    st.builds(Place, st.text(), st.text(), st.text()),
    st.builds(Figures, st.lists(st.tuples(st.text(), st.text())).map(tuple)),
    st.builds(Tick, st.text(), st.booleans(), st.text()),
    st.builds(Step, st.integers(), st.text(), st.text()),
    st.builds(Point, st.text()),
    st.just(Rule()),
    st.builds(Qr, st.text(), st.lists(st.text(), max_size=2).map(tuple)),
)


@given(st.lists(blocks, max_size=6), st.sampled_from([PAPER_58, PAPER_80]))
def test_no_block_made_by_hand_garbles_the_paper(made: list[Block], paper: Paper) -> None:
    reading = read(native_job(Slip("zh", "", tuple(made)), paper), paper)

    assert reading.events[:2] == ["init", "chinese"]
    assert reading.events[-1] == "cut"


def test_no_character_of_unicode_holds_a_control_byte() -> None:
    characters = [chr(code) for code in (*range(0x10000), 0x1F600, 0x20BB7, 0xE0001, 0x10FFFD)]

    codes = [printable(character) for character in characters]

    assert {code for code in codes if min(code, default=0x20) < 0x20 or 0x7F in code} == set()
    assert {len(code) for code in codes} == {0, 1, 2}
    assert {code for code in codes if len(code) == 1 and code > b"\x7e"} == set()
    assert {code for code in codes if len(code) == 2 and code[0] < 0x81} == set()


def test_a_character_the_printer_lacks_is_seen_to_be_missing() -> None:
    assert printable("𠮷野家😀") == MISSING + "野家".encode("gbk") + MISSING


def test_accents_typed_apart_are_put_together_and_stacked_ones_vanish() -> None:
    assert printable("e\u0301") == "é".encode("gbk")
    assert printable("支\u0335\u0323行") == "支行".encode("gbk")


def test_punctuation_of_english_stays_one_column_wide() -> None:
    assert columns("Don’t – “no”") == len("Don't - 'no'")


@pytest.mark.parametrize("payload", ["\x1b@", "支行", "", "x" * 201, "a\nb"])
def test_a_code_the_printer_could_garble_is_left_out_and_its_caption_stays(payload: str) -> None:
    reading = read(native_job(Slip("zh", "", (Qr(payload, ("扫一扫",)),)), PAPER_80))

    assert reading.codes == []
    assert reading.text == "扫一扫"


def test_an_aside_without_room_stands_below_its_heading() -> None:
    lines = read(native_job(Slip("en", "", (Heading("P" * 20, "a" * 20),)), PAPER_58), PAPER_58).text

    assert lines.splitlines() == ["P" * 20, "a" * 20]


def test_two_statements_on_one_line_part_at_the_dot_between_them_when_it_is_too_long() -> None:
    made = (Line("2026-11-21 09:32 · business day 11-20", centred=True),)

    assert read(native_job(Slip("en", "", made), PAPER_58), PAPER_58).text.splitlines() == [
        "2026-11-21 09:32",
        "business day 11-20",
    ]


def test_the_same_slip_gives_the_same_bytes() -> None:
    assert native_job(slip(), PAPER_80) == native_job(slip(), PAPER_80)
