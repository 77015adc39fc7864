"""Whatever befalls the printer, at whatever byte: the number stands, the screen hears the truth, nothing prints twice."""

from __future__ import annotations

import random
import socket
from typing import TYPE_CHECKING, get_args

import pytest

from kiosk.devices.printer.simulated_device import Ailment, SimulatedDevice
from tests.faults.harness import LONG, wait_until
from tests.faults.network_printer import install_printer, is_whole, jobs, stories, watched
from tests.faults.service_process import Branch
from tests.simulated_lines import on_the_network

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.faults.network_printer import Watch

_SHORTEST_JOB_BYTES = 20_000
_OFFSETS = 40 if LONG else 4
_SLOW: tuple[Ailment, ...] = ("silent", "deaf")
"""What a printer that says nothing more is waited for, some ten seconds each time."""
_BEFORE: dict[Ailment, str] = {
    "paper_out": "failed paper_out",
    "cover_open": "failed cover_open",
    "jam": "failed jam",
    "fault": "failed fault",
    "near_end": "printed",
    "silent": "failed offline",
    "deaf": "unknown",
    "dies": "failed offline",
}
"""What becomes of a slip when the trouble was there before it; what has begun comes out, or nobody knows."""


class Place:
    """A running branch, its printer, and somebody who watches the entrance's stream."""

    def __init__(self, branch: Branch, device: SimulatedDevice, watch: Watch) -> None:
        self.branch, self.device, self.watch = branch, device, watch

    def print_one(self) -> tuple[str, list[bytes]]:
        """Take a number; return what the screen hears of its paper, and what reached the printer of it."""
        before = len(jobs(self.device))
        told = self.branch.ask("issue_ticket", {"service": "deposit"}, role="entrance")
        assert told.status == 200
        return self.watch.end_of(told.json["slip"]), jobs(self.device)[before:]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder, device = tmp_path_factory.mktemp("branch"), SimulatedDevice()
    with on_the_network(device) as port:
        install_printer(folder, port)
        branch = Branch(folder)
        try:
            branch.start()
            with watched(branch) as watch:
                yield Place(branch, device, watch)
        finally:
            branch.kill()
    assert all(story.count("sending") <= 1 for story in stories(folder).values())


@pytest.mark.timeout(1_800)
@pytest.mark.parametrize(
    "ailment",
    [pytest.param(one, marks=pytest.mark.slow if one in _SLOW else ()) for one in get_args(Ailment)],
)
def test_a_printer_in_trouble_costs_no_number_and_the_screen_hears_the_truth(
    place: Place, ailment: Ailment
) -> None:
    _suffer(place, ailment, 0)
    for seed in range(_OFFSETS if LONG or ailment not in _SLOW else 1):
        _suffer(place, ailment, random.Random(f"{ailment} {seed}").randrange(1, _SHORTEST_JOB_BYTES))


def _suffer(place: Place, ailment: Ailment, after_bytes: int) -> None:
    """Let a trouble befall the printer before or amid a slip, mend it, and print the next."""
    place.device.befall(ailment, after_bytes)

    end, received = place.print_one()

    assert end == ("unknown" if after_bytes and ailment != "near_end" else _BEFORE[ailment])
    assert len(received) <= 1
    assert not (end.startswith("failed") and received)
    assert end != "printed" or is_whole(received[0])
    place.device.mend()
    end, received = place.print_one()
    assert end == "printed"
    assert len(received) == 1
    assert is_whole(received[0])


def test_a_printer_that_is_unplugged_and_plugged_in_again_is_told_and_prints_again(tmp_path: Path) -> None:
    device, branch = SimulatedDevice(), Branch(tmp_path)
    port = _free_port()
    install_printer(tmp_path, port)
    try:
        branch.start()
        with watched(branch) as watch:
            place = Place(branch, device, watch)
            assert place.print_one() == ("failed offline", [])
            wait_until(lambda: watch.printer == ["offline"])

            with on_the_network(device, port):
                end, received = place.print_one()
                wait_until(lambda: watch.printer == ["offline", "ready"])

            assert (end, len(received)) == ("printed", 1)
            assert place.print_one() == ("failed offline", [])
            wait_until(lambda: watch.printer == ["offline", "ready", "offline"])
    finally:
        branch.kill()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port
