"""Whatever a visitor types on a keyboard that a kiosk still has: no shell, no dialog, no other window, no end."""

from __future__ import annotations

import itertools
import random
import time
from typing import TYPE_CHECKING

import pytest

from kiosk.lab.running import RunningBranch
from tests.session.monitor import WHY_NOT, alike, monitor, until
from tests.session.twin import twin

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QGuiApplication

    from tests.session.monitor import Monitor

pytestmark = pytest.mark.skipif(bool(WHY_NOT), reason=f"not installed: {WHY_NOT}")

WAYS_OUT = (
    "alt+F4 alt+F2 alt+F1 alt+Tab alt+Escape alt+space ctrl+alt+Delete ctrl+alt+BackSpace ctrl+alt+t ctrl+alt+F1"
    " ctrl+alt+F2 ctrl+alt+F7 ctrl+Escape super+r super+d super+l super+Return super+Tab ctrl+q ctrl+w ctrl+c"
    " ctrl+shift+q ctrl+shift+i Print alt+Print alt+Print+b Menu shift+F10 F1 F11 F12 Escape Super_L"
    " XF86Calculator XF86HomePage XF86Mail XF86Terminal XF86Sleep XF86PowerOff"
)
MODIFIERS = ("ctrl", "alt", "shift", "super", "meta", "hyper", "ISO_Level3_Shift")
KEYS = (
    "F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 F11 F12 a b c d e f g h i j k l m n o p q r s t u v w x y z 0 1 2 3 4 5 6 7 8 9 Tab"
    " Return Escape space BackSpace Delete Insert Home End Prior Next Left Right Up Down Menu Print Pause Scroll_Lock"
    " Num_Lock Caps_Lock Break Help Undo Find Execute Redo slash plus minus Sys_Req"
)
HOW_MANY = 100


def chords() -> list[str]:
    """Return all that are known to lead out of something, and others at random, in random order; always the same."""
    chance = random.Random(7)
    drawn = {
        "+".join([*sorted(chance.sample(MODIFIERS, chance.randint(1, 3))), chance.choice(KEYS.split())])
        for _ in range(4 * HOW_MANY)
    }
    known = WAYS_OUT.split()
    found = [*known, *chance.sample(sorted(drawn), HOW_MANY - len(known))]
    chance.shuffle(found)
    return found


@pytest.mark.row("G1")
@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_hundred_shortcuts_lead_nowhere_and_the_entrance_still_takes_touches(
    tmp_path: Path, qapp: QGuiApplication
) -> None:
    del qapp
    with RunningBranch(tmp_path / "branch") as branch, monitor(tmp_path, branch.port) as glass:
        until(lambda: bool(glass.screens()), "the entrance")
        with twin(glass, branch.url) as customer:
            screens, windows, programs = glass.screens(), glass.windows(), glass.programs()

            places = itertools.cycle([customer.place(name) for name in ("language", "larger", "tile-")])
            for chord in chords():
                glass.do("key", "--clearmodifiers", chord)
                assert glass.windows() == windows, chord

            assert (glass.screens(), glass.windows(), glass.programs()) == (screens, windows, programs)
            until(lambda: takes(glass, next(places)), "the entrance to take a touch")


def takes(glass: Monitor, place: tuple[int, int]) -> bool:
    """Touch there, and tell whether that shows."""
    before = glass.picture()
    glass.touch(*place)
    deadline = time.monotonic() + 1
    while alike(glass.picture(), before) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not alike(glass.picture(), before)
