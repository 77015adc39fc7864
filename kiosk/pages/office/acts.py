"""What happened, in plain words: each fact as one line that says when, who, where and what, and names nobody else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from kiosk.domain.facts import Recorded, type_of_kind
from kiosk.pages.reception.names import Names
from kiosk.web.words import Words

GROUPS: Final[dict[str, frozenset[str]]] = {
    "sign": frozenset({"staff_signed_in", "staff_signed_out", "staff_locked", "staff_unlocked", "pin_set"}),
    "service": frozenset(
        {
            "ticket_issued", "ticket_carried", "leg_added", "leg_joined", "ticket_called", "ticket_announced_again",
            "ticket_passed", "ticket_returned", "ticket_voided", "ticket_abandoned", "ticket_parked",
            "ticket_transferred", "service_started", "step_reached", "service_finished", "counter_opened",
            "counter_closed", "counter_handed_over", "visit_rated", "rating_answered", "help_called", "help_answered",
        }
    ),
    "care": frozenset({"care_marked", "care_needs_counted"}),
    "personal": frozenset(
        {
            "consent_given", "record_kept", "record_read", "records_searched", "record_forgotten",
            "personal_data_purged",
        }
    ),
    "paper": frozenset({"paper_read"}),
    "people": frozenset(
        {"staff_added", "staff_roles_changed", "staff_left", "device_invited", "device_paired", "device_revoked"}
    ),
    "house": frozenset(
        {
            "epoch_started", "day_opened", "day_closed", "day_reopened", "numbers_skipped", "clock_jumped",
            "branch_checked", "day_kept", "journal_purged", "slip_queued", "guide_queued", "slip_status_changed",
            "printer_changed", "maintenance_done",
        }
    ),
}  # fmt: skip
"""Every kind of fact by the kind of act it is, in the order in which they are offered."""
TOLD_UNASKED: Final = (
    GROUPS["personal"]
    | GROUPS["paper"]
    | GROUPS["people"]
    | {"staff_locked", "epoch_started", "day_closed", "journal_purged"}
)
"""What is shown at first beside what people did: few facts of the system itself, and each of them counts."""
_TICKETS: Final = frozenset({"visit", "leg", "record"})
_AS_THEY_ARE: Final = frozenset({"name", "badge", "date", "text", "printer"})
"""Names, which are no codes of ours even if they look like one."""
_SECRET: Final = frozenset({"visit_rated", "rating_answered"})
"""An opinion leads to no visit, and so to nobody (D3)."""


@dataclass(frozen=True, slots=True)
class Act:
    """One line of the audit list."""

    seq: int
    kind: str
    group: str
    at: str
    """On the wall clock of the branch, with seconds."""
    who: str
    person: bool
    """Whether somebody of the staff did it."""
    device: str
    what: str
    ticket: str
    """The number it is about; empty for none."""


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells facts in the language of a page."""

    names: Names
    t: Words

    def act(self, recorded: Recorded, tickets: Mapping[str, str]) -> Act:
        """Return a fact in words; `tickets` has the number of each visit, leg and record that it names."""
        fact, kind = recorded.fact, recorded.fact.kind
        known = type_of_kind.get(kind)
        told = {} if known is None else {one.name: getattr(fact, one.name, "") for one in fields(known)}
        about = (
            ""
            if kind in _SECRET
            else next((tickets.get(told[name], "") for name in _TICKETS & set(told)), "")
        )
        by_self = recorded.actor == f"staff:{told.get('badge')}"
        keys = (f"audit.say.{kind}_self" if by_self else "", f"audit.say.{kind}", "audit.unknown")
        key = next(key for key in keys if key in self.t.texts)
        spoken = {name: self.spoken(name, value) for name, value in told.items() if name not in _TICKETS}
        return Act(
            seq=recorded.seq,
            kind=kind,
            group=next((group for group, kinds in GROUPS.items() if kind in kinds), ""),
            at=self.clock(recorded.at_ms),
            who=self.who(recorded.actor),
            person=recorded.actor.startswith("staff"),
            device=recorded.device,
            what=self.t(key, **spoken, ticket=about or self.t("audit.some_ticket"), kind=kind).strip(),
            ticket=about,
        )

    def who(self, actor: str) -> str:
        """Return who acted, as the journal has it, in words."""
        kind, _, badge = actor.partition(":")
        if badge:
            return self.t("counter.badge", badge=badge)
        return self.t.texts.get(f"audit.actor.{kind}", kind)

    def spoken(self, field: str, value: object) -> str:
        """Return a field of a fact as a person would say it."""
        said: dict[str, Callable[[str], str]] = {
            "counter": self.names.counter,
            "service": self.names.service,
            "place": self.names.device,
            "care": lambda care: self.t.texts.get(f"care.{care}", care),
        }
        if isinstance(value, str):
            return value if field in _AS_THEY_ARE else said.get(field, self.code)(value)
        if isinstance(value, tuple):
            return self.t("page.comma").join(self.code(str(one)) for one in value)
        if isinstance(value, dict):
            return str(sum(code != "ok" for code in value.values()))  # findings: how many are amiss
        return (
            str(round(value / 1000)) if isinstance(value, int) and field == "by_ms" else self.code(str(value))
        )

    def code(self, code: str) -> str:
        """Return the words of a code of ours; text that is none, such as a name, as it is."""
        return self.t.texts.get(f"audit.code.{code}", code)

    def clock(self, ms: int) -> str:
        """Return a moment (UTC ms) on the wall clock of the branch, to the second."""
        zone = ZoneInfo(self.names.plan.time_zone)
        return datetime.fromtimestamp(ms / 1000, UTC).astimezone(zone).strftime("%H:%M:%S")
