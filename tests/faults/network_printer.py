"""A branch whose printer is a simulated device on the network, and what its journal and its paper tell of a slip."""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kiosk.branch.database.store import reading
from kiosk.devices.printer.chosen import PRINTER_FILE
from kiosk.devices.printer.escpos.commands import CUT
from kiosk.devices.printer.simulated_device import SimulatedDevice
from kiosk.domain.facts import PrinterChanged, SlipStatusChanged
from kiosk.wire.codec import decode_recorded
from tests.faults.events import events
from tests.faults.harness import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.faults.service_process import Branch


def install_printer(folder: Path, port: int) -> None:
    """Let the branch of a data folder print at a port of this machine from its next start on."""
    folder.mkdir(exist_ok=True)
    (folder / PRINTER_FILE).write_text(f'kind = "network"\nhost = "127.0.0.1"\nport = {port}\n')


def jobs(device: SimulatedDevice) -> list[bytes]:
    """Return what each connection brought that was more than a question, in order."""
    return [bytes(visit.received) for visit in device.visits if visit.received]


def is_whole(job: bytes) -> bool:
    """Tell whether a job came to its end."""
    return job.endswith(CUT)


def stories(folder: Path) -> dict[str, list[str]]:
    """Return what the journal of a stopped branch tells of each slip: `queued`, then each status with its reason."""
    told = defaultdict(list)
    with reading(folder) as (_, _, conn):
        for (body,) in conn.execute("SELECT body FROM journal WHERE kind LIKE 'slip%' ORDER BY seq"):
            fact = json.loads(body)["fact"]
            told[fact["slip"]].append(f"{fact.get('status', 'queued')} {fact.get('reason', '')}".strip())
    return told


class Watch:
    """Hears the stream of the entrance, as a screen does, and keeps what it tells of paper."""

    def __init__(self) -> None:
        self.slips: dict[str, str] = {}
        """The last status of each slip, with its reason."""
        self.printer: list[str] = []
        """Every condition of the printer, in order."""

    def hear(self, fact: object) -> None:
        match fact:
            case SlipStatusChanged(slip=slip, status=status, reason=reason):
                self.slips[slip] = f"{status} {reason}".strip()
            case PrinterChanged(condition=condition):
                self.printer.append(condition)
            case _:
                pass

    def end_of(self, slip: str) -> str:
        """Wait until a slip has met its end, and return it."""
        wait_until(lambda: self.slips.get(slip, "sending") != "sending", 60)
        return self.slips[slip]


@contextmanager
def watched(branch: Branch) -> Iterator[Watch]:
    """Let somebody watch the stream of a running branch from now on."""
    watch = Watch()
    seq = int(branch.get("/v1/health").json["seq"])
    with branch.stream("entrance", seq) as stream:

        def listen() -> None:
            for event in events(stream):
                if event.name == "fact":
                    watch.hear(decode_recorded(event.data).fact)

        listener = threading.Thread(target=listen)
        listener.start()
        try:
            yield watch
        finally:
            branch.kill()
            listener.join()
