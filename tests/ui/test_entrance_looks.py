"""What the entrance says of paper, of the machines and of nothing found, at the usual size and where room is scarcest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.domain import facts as f
from tests.matrix import in_languages
from tests.ui.conftest import LANDSCAPE, PORTRAIT
from tests.ui.fake_branch import slip_png
from tests.ui.looks import faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.ui.conftest import StandBefore
    from tests.ui.fake_branch import FakeBranch
    from tests.ui.hands import Hands


def states(hands: Hands, branch: FakeBranch) -> Iterator[str]:
    """Lead the entrance through what a smooth visit never shows, stopping at each."""
    hands.press("tile-search")
    hands.key("x", "q", "z", "x", "z")
    yield "nothing found"
    hands.press("startOver")
    hands.to_confirm("withdrawal", "early", "from_200k", "agent")
    branch.say(f.PrinterChanged(branch.printer, "paper_out"))
    hands.wait(lambda: hands.number("trouble"))
    yield "no paper"
    hands.press("guide")
    hands.wait(lambda: hands.guide("status") == "queued")
    branch.print_slip(b"", "failed", "paper_out")
    hands.wait(lambda: hands.guide("status") == "failed")
    yield "no guidance"
    hands.press("startOver", "tile-personal", "tile-remittance", "takeNow")
    hands.at("result")
    branch.print_slip(b"", "failed", "cover_open")
    hands.wait(lambda: hands.number("printed") == "failed")
    yield "no slip"
    hands.press("guide")
    hands.wait(lambda: hands.guide("status") == "queued")
    branch.print_slip(slip_png())
    hands.wait(lambda: hands.number("slip") > 0)
    yield "guidance"


@in_languages({"upright": PORTRAIT, "lying": LANDSCAPE})
@pytest.mark.parametrize("presses", [(), ("larger", "larger", "lower")], ids=["usual", "largest and low"])
def test_every_word_about_paper_has_its_room(
    stand_before: StandBefore,
    branch: FakeBranch,
    size: tuple[int, int],
    language: str,
    presses: tuple[str, ...],
) -> None:
    hands = stand_before("entrance", size=size)
    hands.entrance.speak(language)
    hands.press(*presses)

    found = [f"at {state}: {fault}" for state in states(hands, branch) for fault in faults(hands)]

    assert found == []
