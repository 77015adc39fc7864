"""Personal data: kept with a reason, looked at with a reason, forgotten. What is read comes back beside the answer."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from kiosk.domain.facts import ForgetReason, ReadReason

Need = Literal["elderly", "disabled", "pregnant"]


@dataclass(frozen=True, slots=True)
class MarkCare:
    """Staff saw or were told which care need a customer has, or that there is none: this is the truth from now on (A3)."""

    kind: ClassVar[str] = "mark_care"
    visit: str
    care_needs: tuple[Need, ...] = ()
    vip: bool = False


@dataclass(frozen=True, slots=True)
class KeepRecord:
    """Keep a reception record (接待记录) of a visit (F1). Contact data needs the customer's consent, own words do not."""

    kind: ClassVar[str] = "keep_record"
    visit: str
    address: str = ""
    """Form of address, such as 王女士."""
    phone: str = ""
    """Digits, with an optional + in front."""
    party: Literal["personal", "corporate"] = "personal"
    words: str = ""
    """The need in the customer's own words, as staff typed them."""
    consent: str = ""
    """Version of the text the customer agreed to; empty for no consent."""
    language: Literal["zh", "en"] = "zh"
    """In which that text was shown."""


@dataclass(frozen=True, slots=True)
class ReadRecord:
    """Look at one record."""

    kind: ClassVar[str] = "read_record"
    record: str
    why: ReadReason


@dataclass(frozen=True, slots=True)
class ReportSearch:
    """Say that somebody searched by the last four digits. Asked by the door alone."""

    kind: ClassVar[str] = "report_search"
    found: int


@dataclass(frozen=True, slots=True)
class ForgetRecord:
    """Destroy one record now."""

    kind: ClassVar[str] = "forget_record"
    record: str
    why: ForgetReason


@dataclass(frozen=True, slots=True)
class ReportPurge:
    """The branch service says that it destroyed the keys of a class of a day. Only itself asks this."""

    kind: ClassVar[str] = "report_purge"
    date: str
    of: Literal["contact", "words", "care"]
    records: int


@dataclass(frozen=True, slots=True)
class ReportCare:
    """The branch service says how often each care need occurred on a closed day. Only itself asks this."""

    kind: ClassVar[str] = "report_care"
    date: str
    counts: dict[str, int]
