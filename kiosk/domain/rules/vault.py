"""Personal data: what may be kept, for what reason it is looked at, and when it goes (F1, F3, A3)."""

import re
from typing import Final

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Decision, Done, Refusal
from kiosk.domain.care import CareNeed, care_class
from kiosk.domain.privacy import Kept, Personal
from kiosk.domain.setting import Moment, Setting
from kiosk.domain.state import DayState

_PHONE: Final = re.compile(r"\+?[0-9]{5,15}")
_LONGEST_ADDRESS: Final = 30


def mark_care(day: DayState, request: r.MarkCare, _: Setting, __: Moment) -> Decision | Refusal:
    """Say which care class a visit has, verified by staff (A3). Which need it is goes into the vault.

    Refusal: `unknown_visit`.
    """
    visit = day.visits.get(request.visit)
    if visit is None or day.clockwork is None:
        return Refusal("unknown_visit")
    care = care_class(map(CareNeed, request.care_needs), vip=request.vip, weights=day.clockwork.weights)
    kept = Personal(visit.id, "care", visit.id, {"needs": sorted(set(request.care_needs))})
    return Decision((f.CareMarked(visit.id, care),), Done(visit.id), (kept,))


def keep_record(day: DayState, request: r.KeepRecord, setting: Setting, moment: Moment) -> Decision | Refusal:
    """Keep a reception record (F1): contact data with consent, and the need in the customer's own words.

    Refusals: `unknown_visit`, `nothing_to_keep`, `no_consent` (or to another text than today's), `bad_answer`
    (details: code `phone` or `address`).
    """
    if request.visit not in day.visits:
        return Refusal("unknown_visit")
    contact, words = bool(request.address or request.phone), request.words.strip()
    if not contact and not words:
        return Refusal("nothing_to_keep")
    wrong = _wrong_contact(request, setting) if contact else None
    if wrong is not None:
        return wrong
    parts: list[tuple[f.RecordClass, dict[str, object]]] = []
    if contact:
        parts.append(
            ("contact", {"address": request.address, "phone": request.phone, "party": request.party})
        )
    if words:
        parts.append(("words", {"words": words}))
    kept = tuple(
        Personal(moment.new_id(), of, request.visit, content, at) for at, (of, content) in enumerate(parts)
    )
    facts: list[f.Fact] = [f.RecordKept(one.record, request.visit, one.of) for one in kept]
    if contact:
        facts.append(f.ConsentGiven(kept[0].record, request.consent, request.language))
    return Decision(tuple(facts), Done(kept[0].record), kept)


def _wrong_contact(request: r.KeepRecord, setting: Setting) -> Refusal | None:
    if setting.privacy is None or request.consent != setting.privacy.version:
        return Refusal("no_consent")
    if request.phone and not _PHONE.fullmatch(request.phone):
        return Refusal("bad_answer", {"code": "phone"})
    if len(request.address) > _LONGEST_ADDRESS:
        return Refusal("bad_answer", {"code": "address"})
    return None


def read_record(_: DayState, request: r.ReadRecord, __: Setting, moment: Moment) -> Decision | Refusal:
    """Say that somebody reads a record and why. Refusal: `unknown_record`, also for care needs: nobody reads those."""
    if _readable(request.record, moment) is None:
        return Refusal("unknown_record")
    return Decision((f.RecordRead(request.record, request.why),), Done(request.record))


def report_search(_: DayState, request: r.ReportSearch, __: Setting, ___: Moment) -> Decision:
    """Say that somebody searched, and how many records were found."""
    return Decision((f.RecordsSearched(request.found),), Done())


def forget_record(_: DayState, request: r.ForgetRecord, __: Setting, moment: Moment) -> Decision | Refusal:
    """Destroy one record now. Refusal: `unknown_record`."""
    if _readable(request.record, moment) is None:
        return Refusal("unknown_record")
    return Decision((f.RecordForgotten(request.record, request.why),), Done(request.record))


def _readable(record: str, moment: Moment) -> Kept | None:
    kept = moment.kept(record)
    return None if kept is None or kept.of == "care" else kept


def report_purge(_: DayState, request: r.ReportPurge, __: Setting, ___: Moment) -> Decision:
    """Say that the keys of a class of a day are destroyed."""
    return Decision((f.PersonalDataPurged(request.date, request.of, request.records),), Done(request.date))


def report_care(_: DayState, request: r.ReportCare, __: Setting, ___: Moment) -> Decision:
    """Say how often each care need occurred on a closed day."""
    return Decision((f.CareNeedsCounted(request.date, request.counts),), Done(request.date))
