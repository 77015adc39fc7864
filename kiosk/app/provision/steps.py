"""The steps of a provisioning, in order; each looks how far it is, and does what is missing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from kiosk.app.failures import ServiceTrouble
from kiosk.app.folders import Folders, is_kiosk
from kiosk.app.ownership import as_owner_of
from kiosk.app.provision import branch, screens
from kiosk.app.provision.catalogue import announce_files, note_files, to_write, wanted_files, write_files
from kiosk.app.provision.settings import bring_settings
from kiosk.app.provision.site import Machine, Site
from kiosk.app.provision.told import Told
from kiosk.app.service_places import make_own, make_usual
from kiosk.branch.database.files import BranchFiles


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be done where: the site, which machine this is, its data folder and its kiosk.toml."""

    site: Site
    machine: Machine
    folders: Folders
    config: Path
    dry_run: bool = False


def provision(work: Work) -> Iterator[Told]:
    """Do every step and tell of each as it is done. What one raises ends the run, and the next run goes on there.

    Raises:
        OSError: something could not be written.
        StoreProblem, NotEnrolled, ServiceTrouble: as the steps say.
    """
    for name in _STEPS_OF[_kind(work.machine)]:
        with as_owner_of(work.folders.root):
            yield from _STEPS[name](work)


def _kind(machine: Machine) -> Literal["branch", "screens"]:
    return "branch" if "branch" in machine.roles else "screens"


def _usual(work: Work) -> Iterator[Told]:
    if is_kiosk() and not work.dry_run:
        make_usual()
    yield from ()


def _folders(work: Work) -> Iterator[Told]:
    if is_kiosk() and not work.dry_run:
        make_own(_values(work))
    yield from ()


def _settings(work: Work) -> Iterator[Told]:
    return bring_settings(work.config, _values(work), dry_run=work.dry_run)


def _values(work: Work) -> dict[str, object]:
    return {**work.machine.settings, "machine.data": work.folders.root}


def _catalogue(work: Work) -> Iterator[Told]:
    data, wanted = work.folders.root, wanted_files(work.site)
    changed, own = to_write(data, wanted)
    if not work.dry_run:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        announce_files(data, changed)
        write_files(data, changed)
        note_files(data, wanted)
    yield Told(
        "done" if changed else "same",
        f"网点文件 {len(changed) or len(wanted)} 个", f"{len(changed) or len(wanted)} files of the branch",
    )  # fmt: skip
    if own:
        names = ", ".join(own)
        yield Told("left", f"在本机改过，未动：{names}", f"edited here, left alone: {names}")


def _no_branch(work: Work) -> Iterator[Told]:
    """Let nobody who mistakes the name make a mere screen of a branch machine: its service would not come back.

    ServiceTrouble: `branch_here`.
    """
    if BranchFiles(work.folders.root).home.exists():
        zh = "这台机器上有网点的数据，不能只作屏幕：请检查 --machine。真要改作屏幕，先运行 kiosk uninstall --wipe-data。"
        en = "A branch has its data here, so this is no mere screen: look at --machine. To make it one all the same, run"
        raise ServiceTrouble("branch_here", f"{zh} {en} kiosk uninstall --wipe-data first.")
    yield from ()


_STEPS: Final[dict[str, Callable[[Work], Iterator[Told]]]] = {
    "usual folders": _usual,
    "folders": _folders,
    "no branch": _no_branch,
    "no other branch": lambda work: branch.refuse_other(work.site, work.folders),
    "settings": _settings,
    "catalogue": _catalogue,
    "birth": lambda work: branch.be_born(work.site, work.folders, dry_run=work.dry_run),
    "headquarters": lambda work: branch.enrol(work.site, work.folders, dry_run=work.dry_run),
    "own screens": lambda work: branch.pair_own(work.machine, work.folders, dry_run=work.dry_run),
    "invitations": lambda work: branch.invite(work.site, work.machine, work.folders, dry_run=work.dry_run),
    "pairing": lambda work: screens.pair_all(work.site, work.machine, work.folders, dry_run=work.dry_run),
}
_STEPS_OF: Final = {
    # The settings after the birth: with them the service starts by itself, as after a power cut in between.
    "branch": (
        "usual folders",
        "no other branch",
        "folders",
        "catalogue",
        "birth",
        "settings",
        "headquarters",
        "own screens",
        "invitations",
    ),
    "screens": ("usual folders", "no branch", "settings", "pairing"),
}
