"""The steps of a machine with screens alone: each pairs with the branch by the invitation on the stick."""

from collections.abc import Iterator

from kiosk.app.failures import ServiceTrouble
from kiosk.app.folders import Folders
from kiosk.app.pair_command import pair
from kiosk.app.paired import paired_as
from kiosk.app.provision.site import Machine, Site
from kiosk.app.provision.stick import Invitation, ask_again, asked_again, found, put
from kiosk.app.provision.told import Told


def pair_all(site: Site, machine: Machine, folders: Folders, *, dry_run: bool) -> Iterator[Told]:
    """Pair the screens of this machine that are not paired yet. OSError: the stick or the data folder takes nothing.

    Cut off anywhere, the stick asks for another invitation at most; never for that of a screen that is paired.
    """
    invited = found(site.folder, machine.name)
    lacking: list[str] = []
    for role in machine.screens:
        if _is_paired(folders, role):
            yield Told("same", f"{role} 屏已配对", f"the {role} screen is paired")
        elif role not in invited or dry_run:
            lacking += [role] if role not in invited else []
            yield (
                _waits(role)
                if role not in invited
                else Told("done", f"{role} 屏配对", f"pair the {role} screen")
            )
        elif why := _pair_asked(site, machine, folders, invited.pop(role)):
            lacking.append(role)
            # Before the invitation goes: without either, the branch would take this screen for a paired one.
            ask_again(site.folder, machine.name, (*asked_again(site.folder, machine.name), role))
            yield Told(
                "later", f"{role} 屏没有配对（{why}），已在 U 盘上记下，请到网点机上再运行一次，再回到本机。",
                f"the {role} screen was not paired ({why}); the stick says so: run this at the branch machine, then here.",
            )  # fmt: skip
        else:
            yield Told("done", f"{role} 屏已配对", f"the {role} screen is paired now")
        if not dry_run:
            put(
                site.folder,
                machine.name,
                {one: left for one, left in invited.items() if not _is_paired(folders, one)},
            )
    if not dry_run:
        ask_again(site.folder, machine.name, tuple(lacking))


def _waits(role: str) -> Told:
    return Told(
        "later", f"{role} 屏等待配对：请先在网点机上运行，再拿 U 盘回来（邀请十分钟内有效）。",
        f"the {role} screen waits: run this at the branch machine first (an invitation lasts ten minutes).",
    )  # fmt: skip


def _is_paired(folders: Folders, role: str) -> bool:
    try:
        return paired_as(folders.paired, role) is not None
    except ValueError:
        return False


def _pair_asked(site: Site, machine: Machine, folders: Folders, invitation: Invitation) -> str:
    # What asks for this invitation goes before it is used: behind, the branch would take the new pairing for a lost one.
    asked = asked_again(site.folder, machine.name)
    ask_again(site.folder, machine.name, tuple(role for role in asked if role != invitation.role))
    return _pair(folders, invitation)


def _pair(folders: Folders, invitation: Invitation) -> str:
    """Pair by an invitation at the first address that answers; return why not, as a code, or nothing."""
    why = "unreachable"
    for url in invitation.urls:
        try:
            pair(folders.paired, url, invitation.code, lambda seen: seen == invitation.fingerprint)
        except ServiceTrouble as trouble:
            why = trouble.code
            if why != "unreachable":
                return why
        else:
            return ""
    return why
