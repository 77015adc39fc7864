"""An update that suffers a fault at one step, and what must be true of the machine afterwards, whichever step it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tests.faults.update.machine import Fault, Machine
from tests.faults.update.stand_ins import Release

RUNNING: Final = ["kiosk-branch.service", "kiosk-session.service"]
_ENDED: Final = ("none", "good", "undone")
_BEFORE: Final = "before"


@dataclass(frozen=True, slots=True)
class Walk:
    """An update of `machine` from `old` to `new`, that holds or (`sick`) is undone because the new version is not well."""

    machine: Machine
    old: Release
    new: Release
    sick: bool = False

    def set_out(self) -> None:
        """Put the old version in, once."""
        self.machine.put_in(self.old)
        self.machine.remember(_BEFORE)

    def begin(self, fault: Fault, **environ: str) -> int:
        """Begin anew, on a machine that is as it was; return the exit code of the updater."""
        machine = self.machine
        machine.return_to(_BEFORE)
        machine.prepare(self.old, self.new)
        if self.sick:
            machine.sicken(self.new)
        machine.suffer(fault)
        return machine.update("begin", **environ).returncode

    def steps(self) -> list[str]:
        """Return every command of the updater on this walk, by its line and the lines that led there."""
        file = self.machine.outside / "steps"
        file.unlink(missing_ok=True)
        self.begin("kill", STEPS="all")
        return list(dict.fromkeys(file.read_text().splitlines()))

    def troubles(self, fault: Fault) -> Iterator[str]:
        """Tell what is not as it must be, after power came back or there was room again."""
        machine = self.machine
        if not machine.was_cut:
            yield "the fault never happened"
        if fault == "fill":
            yield from self._told_on_a_full_disk()
        machine.make_room()
        if fault == "kill" or machine.phase not in _ENDED:
            ended = machine.boot()
            if ended.returncode:
                yield f"the next start did not end it: {ended.stderr}"
        yield from self._neither_nor()
        files, phase = machine.files(), machine.phase
        if machine.update("resume").returncode or (files, phase) != (machine.files(), machine.phase):
            yield "a second look changed something"

    def _told_on_a_full_disk(self) -> Iterator[str]:
        """With the disk still full: whatever was ended is whole and runs, and what is not ended does not run."""
        machine = self.machine
        if machine.phase in _ENDED:
            if machine.running != RUNNING:
                yield f"{machine.phase} on a full disk, and {machine.running} runs"
        elif machine.phase != "ready" and machine.running:
            yield f"{machine.phase}, and {machine.running} runs"

    def _neither_nor(self) -> Iterator[str]:
        machine = self.machine
        phase = machine.phase
        if phase not in _ENDED:
            yield f"left at {phase}"
        wanted = self.new if phase == "good" else self.old
        if not machine.is_whole(wanted):
            odd = sorted(path for path, _ in machine.files().items() ^ wanted.files.items())
            yield f"{phase}, and not the whole of {wanted.version}: {odd}"
        if machine.running != RUNNING:
            yield f"only {machine.running} runs"
        if machine.started_in_pieces:
            yield f"started in pieces: {machine.started_in_pieces}"
        if machine.database != "facts":
            yield f"the database is {machine.database}"
