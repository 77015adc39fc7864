"""Who works here, which devices are let in, and who is signed in where (F3)."""

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Decision, Done, Refusal
from kiosk.domain.requests.by import SIMULATED
from kiosk.domain.rules.counters import close_counter
from kiosk.domain.setting import Moment, Setting
from kiosk.domain.staff import is_badge
from kiosk.domain.state import DayState
from kiosk.domain.text import is_device_name


def add_staff(_: DayState, request: r.AddStaff, __: Setting, moment: Moment) -> Decision | Refusal:
    """Let somebody work here. The first one is added by the door, and is a branch manager.

    Refusals: `bad_answer` (details: code), `badge_taken` (also by somebody who left: numbers are not given twice),
    `already_set_up` when the door asks and there is a manager.
    """
    by_door = moment.by.role == "door"
    if by_door and moment.register.managers:
        return Refusal("already_set_up")
    if not is_badge(request.badge):
        return Refusal("bad_answer", {"code": "badge"})
    if request.badge in moment.register.staff:
        return Refusal("badge_taken", {"badge": request.badge})
    roles = tuple(sorted(set(request.roles)))
    if not roles or (by_door and "branch_manager" not in roles):
        return Refusal("bad_answer", {"code": "roles"})
    return Decision((f.StaffAdded(request.badge, roles),), Done(request.badge))


def change_roles(_: DayState, request: r.ChangeRoles, __: Setting, moment: Moment) -> Decision | Refusal:
    """Give somebody other roles. Refusals: `unknown_badge`, `bad_answer`, `last_manager`."""
    roles = tuple(sorted(set(request.roles)))
    if not moment.register.roles_of(request.badge):
        return Refusal("unknown_badge", {"badge": request.badge})
    if not roles:
        return Refusal("bad_answer", {"code": "roles"})
    if "branch_manager" not in roles and moment.register.managers == [request.badge]:
        return Refusal("last_manager")
    return Decision((f.StaffRolesChanged(request.badge, roles),), Done(request.badge))


def remove_staff(day: DayState, request: r.RemoveStaff, _: Setting, moment: Moment) -> Decision | Refusal:
    """Somebody left; a counter open under their badge is nobody's until it is taken over.

    Refusals: `unknown_badge`, `last_manager`.
    """
    if not moment.register.roles_of(request.badge):
        return Refusal("unknown_badge", {"badge": request.badge})
    if moment.register.managers == [request.badge]:
        return Refusal("last_manager")
    left = tuple(
        f.CounterHandedOver(counter.id, "")
        for counter in day.counters.values()
        if counter.badge == request.badge
    )
    return Decision((*left, f.StaffLeft(request.badge)), Done(request.badge))


def set_pin(_: DayState, request: r.SetPin, __: Setting, moment: Moment) -> Decision | Refusal:
    """Say that a PIN was set; a temporary one unlocks. Refusal: `unknown_badge`."""
    person = moment.register.staff.get(request.badge)
    if person is None or not person.active:
        return Refusal("unknown_badge", {"badge": request.badge})
    unlocked = (f.StaffUnlocked(request.badge),) if person.locked and request.temporary else ()
    return Decision((f.PinSet(request.badge, request.temporary), *unlocked), Done(request.badge))


def lock_staff(_: DayState, request: r.LockStaff, __: Setting, moment: Moment) -> Decision | Refusal:
    """Say that a badge is locked; once is enough. Refusal: `unknown_badge`."""
    person = moment.register.staff.get(request.badge)
    if person is None:
        return Refusal("unknown_badge", {"badge": request.badge})
    facts = () if person.locked else (f.StaffLocked(request.badge, request.misses),)
    return Decision(facts, Done(request.badge))


def sign_in(_: DayState, request: r.SignIn, __: Setting, moment: Moment) -> Decision | Refusal:
    """Say that somebody signed in. Refusals: `not_paired` (revoked meanwhile), `unknown_badge`, `locked_badge`."""
    device = moment.register.devices.get(moment.by.device)
    if device is None or device.state != "paired":
        return Refusal("not_paired")
    person = moment.register.staff.get(request.badge)
    if person is None or not person.active:
        return Refusal("unknown_badge", {"badge": request.badge})
    if person.locked:
        return Refusal("locked_badge")
    return Decision((f.StaffSignedIn(request.badge),), Done(request.badge))


def sign_out(day: DayState, request: r.SignOut, setting: Setting, moment: Moment) -> Decision:
    """Say that somebody is not signed in any more.

    A teller who goes, or signs in elsewhere, leaves no open counter behind that nobody serves at: it closes, unless a
    customer is there. After a restart or a revocation it stays open for whoever signs in next.
    """
    signed_out = f.StaffSignedOut(request.badge, request.why)
    counter = next((one for one in day.counters.values() if one.badge == request.badge), None)
    if counter is None or request.why not in {"by_hand", "elsewhere"}:
        return Decision((signed_out,), Done(request.badge))
    closing = close_counter(day, r.CloseCounter(counter.id), setting, moment)
    facts = () if isinstance(closing, Refusal) else closing.facts
    return Decision((*facts, signed_out), Done(request.badge))


def invite_device(
    _: DayState, request: r.InviteDevice, setting: Setting, moment: Moment
) -> Decision | Refusal:
    """Let one device pair under a name. An invitation that was not used may be made anew.

    Refusals: `bad_answer` (details: code), `name_taken` by a device that is paired, `unknown_counter`.
    """
    if not is_device_name(request.name) or request.name.startswith(SIMULATED):
        return Refusal("bad_answer", {"code": "name"})
    known = moment.register.devices.get(request.name)
    if known is not None and known.state == "paired":
        return Refusal("name_taken", {"device": request.name})
    planned = {counter.id for counter in setting.plan.counters}
    if request.counter not in (planned if request.role == "counter" else {""}):
        return Refusal("unknown_counter", {"counter": request.counter})
    return Decision((f.DeviceInvited(request.name, request.role, request.counter),), Done(request.name))


def pair_device(_: DayState, request: r.PairDevice, __: Setting, moment: Moment) -> Decision | Refusal:
    """Say that a device used its code. Refusal: `not_invited`."""
    known = moment.register.devices.get(request.name)
    if known is None or known.state != "invited":
        return Refusal("not_invited")
    return Decision((f.DevicePaired(request.name),), Done(request.name))


def revoke_device(_: DayState, request: r.RevokeDevice, __: Setting, moment: Moment) -> Decision | Refusal:
    """Let a device in no more. Refusal: `unknown_device`."""
    known = moment.register.devices.get(request.name)
    if known is None or known.state == "revoked":
        return Refusal("unknown_device", {"device": request.name})
    return Decision((f.DeviceRevoked(request.name),), Done(request.name))


def read_paper(_: DayState, request: r.ReadPaper, __: Setting, ___: Moment) -> Decision:
    """Say that somebody is given a report, the audit list or an export."""
    return Decision((f.PaperRead(request.what, request.name),), Done(request.name))


def do_maintenance(_: DayState, request: r.DoMaintenance, __: Setting, ___: Moment) -> Decision:
    """Say what was done at the maintenance panel of a screen, and how it went."""
    return Decision((f.MaintenanceDone(request.act, request.outcome),), Done(request.act))
