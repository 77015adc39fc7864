"""Charts: lengths that stay inside, letters that cannot break out, and nothing a screen reader would hear twice."""

import re

import pytest
from jinja2 import Environment

from kiosk.web.charts import Column, bar, columns


@pytest.mark.parametrize(
    ("share", "length"), [(0.0, "0.0"), (0.5, "100.0"), (1.0, "200.0"), (7.0, "200.0"), (-1, "0.0")]
)
def test_a_bar_is_as_long_as_its_share_and_never_longer_than_its_track(share: float, length: str) -> None:
    assert f'class="fill" width="{length}"' in bar(share).svg


def test_columns_stand_side_by_side_on_one_ground() -> None:
    svg = columns(
        [Column("9:00", 1.0, "5.0", "(6)"), Column("10:00", 0.5, "2.5"), Column("11:00", None, "")]
    ).svg

    boxes = re.findall(r'<rect class="(\w+)" x="(\d+)" y="(\d+)" width="\d+" height="(\d+)"', svg)

    assert [kind for kind, *_ in boxes] == ["fill", "fill", "few"]
    assert [int(x) for _, x, *_ in boxes] == [9, 59, 109]
    assert {int(y) + int(height) for *_, y, height in boxes} == {116}
    assert 'width="150"' in svg
    assert 'aria-hidden="true"' in svg


def test_a_template_draws_a_chart_and_whatever_is_written_in_it_is_escaped() -> None:
    page = Environment(autoescape=True).from_string("{{ chart }}")

    html = page.render(chart=columns([Column("<b>", 0.5, "&", '"')]))

    assert html.startswith("<svg")
    assert "&lt;b&gt;" in html
    assert ">&amp;<" in html
