"""Everything that can befall a receipt printer, at every byte of a job: what is told of the slip is true."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from kiosk.devices.printer.escpos.printer import EscposPrinter
from kiosk.devices.printer.escpos.raster import raster_job
from kiosk.devices.printer.escpos.status import FINISHED
from kiosk.devices.printer.paper import PAPER_80
from kiosk.devices.printer.port import Job, NotPrinted, Outcome, Printed, Unknown
from kiosk.devices.printer.simulated_device import Ailment, SimulatedDevice
from kiosk.devices.printer.transports.ways import Network
from tests.printer_benches import native
from tests.simulated_lines import Memory, on_the_network
from tests.slip_samples import slip

if TYPE_CHECKING:
    from collections.abc import Iterable

JOB = Job("j1", slip())
NATIVE = native(slip())
RASTER = raster_job(slip(), PAPER_80)


@dataclass(frozen=True)
class Fault:
    """What happens, and what is told of a slip: when it happens before the first byte, amid them, after the last."""

    ailment: Ailment
    before: Outcome
    amid: Outcome
    after: Outcome
    comes_back: bool = False

    def __str__(self) -> str:
        return f"{self.ailment}, comes back" if self.comes_back else self.ailment

    def told(self, at_byte: int, job: bytes) -> Outcome:
        if not at_byte:
            return self.before
        return self.amid if at_byte < len(job) else self.after


FAULTS = [
    Fault("paper_out", NotPrinted("paper_out"), Unknown(), Unknown()),
    Fault("cover_open", NotPrinted("cover_open"), Unknown(), Unknown()),
    Fault("jam", NotPrinted("jam"), Unknown(), Unknown()),
    Fault("fault", NotPrinted("fault"), Unknown(), Unknown()),
    Fault("near_end", Printed(), Printed(), Printed()),
    Fault("silent", NotPrinted("offline"), Unknown(), Unknown()),
    Fault("deaf", Unknown(), Unknown(), Printed()),
    Fault("dies", NotPrinted("offline"), Unknown(), Unknown()),
    Fault("dies", NotPrinted("offline"), Unknown(), Unknown(), comes_back=True),
]
QUICK = [fault for fault in FAULTS if fault.ailment not in {"silent", "deaf"}]
"""Those that are found out at once on a real line; for the others a printer is given seconds."""


def printer_of(device: SimulatedDevice, job: bytes) -> EscposPrinter:
    return EscposPrinter(Memory(device), lambda _: job)


def struck(fault: Fault, at_byte: int) -> SimulatedDevice:
    device = SimulatedDevice()
    device.befall(fault.ailment, at_byte, comes_back=fault.comes_back)
    return device


def lie(outcome: Outcome, device: SimulatedDevice, job: bytes) -> str:
    """Return what is untrue of what was told; empty if nothing is."""
    brought = [visit for visit in device.visits if visit.received]
    if isinstance(outcome, NotPrinted) and brought:
        return "not printed, and bytes of it left"
    if len(brought) > 1:
        return "sent more than once"
    if isinstance(outcome, Printed) and (brought[0].received != job or brought[0].printed_bytes != len(job)):
        return "printed, and not all of it came out"
    if brought and not job.startswith(brought[0].received):
        return "something else was sent"
    return ""


def wrongs(fault: Fault, job: bytes, offsets: Iterable[int]) -> list[str]:
    """Return what is wrong at which offset."""
    found = []
    for at_byte in offsets:
        device = struck(fault, at_byte)
        outcome = printer_of(device, job).print(JOB)
        wrong = lie(outcome, device, job)
        if outcome != fault.told(at_byte, job):
            wrong = f"told {outcome}"
        if wrong:
            found.append(f"{at_byte}: {wrong}")
    return found


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_whatever_happens_at_any_byte_of_a_native_job_is_told_truly(fault: Fault) -> None:
    assert wrongs(fault, NATIVE, range(len(NATIVE) + 1)) == []


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_whatever_happens_at_200_places_of_a_picture_is_told_truly(fault: Fault) -> None:
    offsets = random.Random(fault.ailment).sample(range(len(RASTER) + 1), 200)

    assert wrongs(fault, RASTER, [0, 1, len(RASTER) - 1, len(RASTER), *offsets]) == []


@pytest.mark.parametrize("fault", QUICK, ids=str)
def test_it_is_told_as_truly_over_a_real_line(fault: Fault) -> None:
    job = NATIVE
    for at_byte in [1, len(job) - 1, len(job), *random.Random(fault.ailment).sample(range(2, len(job)), 5)]:
        device = struck(fault, at_byte)
        with on_the_network(device) as port:
            outcome = EscposPrinter(Network("127.0.0.1", port), native).print(JOB)

        assert outcome == fault.told(at_byte, job)
        assert not lie(outcome, device, job)


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_slip_in_doubt_comes_out_again_only_when_somebody_asks(fault: Fault) -> None:
    device = struck(fault, len(NATIVE) // 2)
    printer = printer_of(device, NATIVE)
    printer.print(JOB)
    device.mend()
    printer.condition()
    before = sum(bool(visit.received) for visit in device.visits)

    again = printer.print(JOB)

    assert before == 1
    assert again == Printed()
    assert sum(visit.received == NATIVE for visit in device.visits) >= 1


def without_receipts(known: bool) -> tuple[SimulatedDevice, EscposPrinter]:  # noqa: FBT001  # a parameter of tests
    """Return a device that gives no receipts, and a printer over it that knows so, or does not."""
    device = SimulatedDevice()
    device.receipts = False
    return device, EscposPrinter(Memory(device), native, receipts=not known)


@pytest.mark.parametrize(("known", "outcome"), [(True, Printed()), (False, Unknown())])
def test_a_printer_that_stays_well_and_gives_no_receipts_is_believed_where_it_is_known_to_give_none(
    known: bool,  # noqa: FBT001
    outcome: Outcome,
) -> None:
    device, printer = without_receipts(known)

    assert printer.print(JOB) == outcome
    assert [bytes(visit.received) for visit in device.visits] == [NATIVE]


@pytest.mark.parametrize("at_byte", [1, len(NATIVE) // 2, len(NATIVE)])
@pytest.mark.parametrize("ailment", ["paper_out", "silent", "dies"])
def test_a_printer_known_to_give_no_receipts_is_not_believed_when_something_happened(
    ailment: Ailment, at_byte: int
) -> None:
    device, printer = without_receipts(known=True)
    device.befall(ailment, at_byte)

    assert printer.print(JOB) == Unknown()


def test_a_text_swallowed_by_a_broken_picture_is_not_called_printed_where_no_receipt_comes() -> None:
    device, printer = without_receipts(known=False)
    device.waits_for_the_rest = True
    device.befall("dies", 1_000, comes_back=True)

    broken = printer_of(device, RASTER).print(JOB)

    assert (broken, printer.print(JOB)) == (Unknown(), Unknown())


def test_a_printer_that_cannot_be_asked_is_sent_everything_and_nobody_knows() -> None:
    device = SimulatedDevice()
    device.befall("silent")
    printer = EscposPrinter(Memory(device), native, answers=False)

    assert printer.print(JOB) == Unknown()
    assert device.visits[-1].received == NATIVE
    assert printer.condition() == "unsure"


@pytest.mark.parametrize(
    ("ailment", "condition"),
    [
        ("paper_out", "paper_out"),
        ("cover_open", "cover_open"),
        ("jam", "jam"),
        ("fault", "fault"),
        ("near_end", "near_end"),
        ("silent", "offline"),
        ("dies", "offline"),
    ],
)
def test_what_befell_a_printer_is_its_condition(ailment: Ailment, condition: str) -> None:
    device = SimulatedDevice()
    device.befall(ailment)

    assert printer_of(device, NATIVE).condition() == condition


def test_what_a_printer_held_when_its_paper_ran_out_comes_out_late() -> None:
    """Why a slip in doubt is not printed again by itself."""
    device = SimulatedDevice()
    device.befall("paper_out", 100)
    outcome = printer_of(device, NATIVE).print(JOB)
    printed_at_first = device.visits[0].printed_bytes

    device.mend()

    assert outcome == Unknown()
    assert printed_at_first == 100
    assert device.visits[0].printed_bytes == len(NATIVE)


def test_a_slip_whose_top_is_lost_in_an_unfinished_picture_is_not_called_printed() -> None:
    device = SimulatedDevice()
    device.waits_for_the_rest = True
    device.befall("dies", 1_000, comes_back=True)
    printer = printer_of(device, RASTER)

    outcomes = [printer.print(JOB) for _ in range(3)]

    assert outcomes == [Unknown(), Unknown(), Printed()]


class Tired(SimulatedDevice):
    """Gives one receipt and no more."""

    def take(self, data: bytes) -> bytes:
        said = super().take(data)
        self.receipts = self.receipts and data != FINISHED
        return said


def test_a_receipt_that_is_missing_is_missed() -> None:
    device = Tired()

    assert printer_of(device, NATIVE).print(JOB) == Unknown()
    assert device.visits[-1].received == NATIVE
