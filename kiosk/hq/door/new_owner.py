"""The way back in when no owner can sign in any more: at the machine itself, with the service stopped."""

from typing import Final

from kiosk.domain.staff import is_badge
from kiosk.hq.acts import note
from kiosk.hq.door import people as book
from kiosk.hq.door.passwords import temporary_password
from kiosk.hq.door.tries import forget_tries
from kiosk.hq.headquarters import Headquarters
from kiosk.web.hashing import Hasher, peppered

_ROLES: Final = ("viewer", "owner")


def new_owner(headquarters: Headquarters, badge: str, hasher: Hasher) -> str | None:
    """Return a temporary password for an owner, told once and never kept; None: the badge is none, or of somebody who left.

    Somebody of that badge becomes an owner beside what they are, and is unlocked; a badge that is nobody's becomes a new
    owner's. The act stands in the audit list without a badge: whoever did it held the keys of the machine.
    """
    if not is_badge(badge):
        return None
    secret, now_ms = temporary_password(), headquarters.now_ms()
    kept = hasher.hash(peppered(headquarters.identity.pepper, badge, secret))
    with headquarters.store.servers[0].write() as conn:
        person = book.person_of(conn, badge)
        if person is not None and not person.works:
            return None
        if person is None:
            book.add(conn, badge, _ROLES, kept, "temporary", now_ms=now_ms)
        else:
            book.change_roles(conn, badge, (*person.roles, "owner"))
            book.keep_password(conn, badge, kept, "temporary", now_ms)
        forget_tries(conn, badge)
        note(conn, "", "password_reset" if person else "person_added", badge, now_ms, why="owner")
    return secret
