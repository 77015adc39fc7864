"""Every row of the bank's rules that this version promises is shown by a test that carries its id."""

import re

from tests.checkout import TOP

PROMISED = {
    "A1",
    "A2",
    "A3",
    "A4",
    "A5",
    "A6",
    "B1",
    "B2",
    "B4",
    "C1",
    "C2",
    "C3",
    "D1",
    "D2",
    "D3",
    "F1",
    "F3",
    "G1",
}


def test_every_promised_row_is_carried_by_a_test() -> None:
    written = "\n".join(path.read_text("utf-8") for path in (TOP / "tests").rglob("test_*.py"))

    carried = set(re.findall(r'mark\.row\("([A-H]\d)"', written))

    assert carried >= PROMISED
