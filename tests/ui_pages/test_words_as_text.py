"""What was kept of a customer is shown as text in a real browser, whatever else it could be taken for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.domain import requests as r
from tests.ui_pages.test_reception_records import VERSION, ask_why

if TYPE_CHECKING:
    from tests.ui_pages.conftest import Branch, Tablet

SCRIPT = "<img src=x onerror='window.caught = 1'><script>window.caught = 1</script>"


@pytest.mark.row("F1")
@pytest.mark.parametrize("of", ["联系方式", "客户原话"])
def test_a_record_that_is_read_shows_markup_as_it_was_typed(branch: Branch, tablet: Tablet, of: str) -> None:
    issued = branch.issue()
    branch.ask(r.KeepRecord(issued.visit, SCRIPT[:20], "13800001234", words=SCRIPT, consent=VERSION))
    ask_why(tablet.show(), issued.leg, of)

    tablet.tap("[data-why=same_matter]")

    tablet.sees("#shown", SCRIPT if of == "客户原话" else SCRIPT[:20])
    assert tablet.page.locator("#shown img, #shown script").count() == 0
    assert tablet.page.evaluate("window.caught") is None
