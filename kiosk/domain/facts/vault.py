"""What is known of personal data: that it was kept, why, by whose consent, who looked, and that it is gone.

The data itself is in the vault and never here. Beside each `record_kept` the chain holds a salted commitment to it.
"""

from dataclasses import dataclass
from typing import ClassVar, Literal

RecordClass = Literal["contact", "words", "care"]
"""`contact`: form of address and phone (接待记录); `words`: the need in own words; `care`: which care need."""
ReadReason = Literal["call_back", "same_matter", "customer_asks", "complaint", "correct"]
ForgetReason = Literal["customer_asks", "mistake"]


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """A customer agreed that contact data is kept, having been shown the text of this version."""

    kind: ClassVar[str] = "consent_given"
    version: ClassVar[int] = 1
    record: str
    text: str
    """Version of the text that was shown, as in privacy.toml."""
    language: Literal["zh", "en"] = "zh"


@dataclass(frozen=True, slots=True)
class RecordKept:
    """Personal data of a visit went into the vault."""

    kind: ClassVar[str] = "record_kept"
    version: ClassVar[int] = 1
    record: str
    visit: str
    of: RecordClass


@dataclass(frozen=True, slots=True)
class RecordRead:
    """Somebody read a record of the vault, for this reason."""

    kind: ClassVar[str] = "record_read"
    version: ClassVar[int] = 1
    record: str
    why: ReadReason


@dataclass(frozen=True, slots=True)
class RecordsSearched:
    """Somebody looked for records by the last four digits of a phone, which are not told here; so many were found."""

    kind: ClassVar[str] = "records_searched"
    version: ClassVar[int] = 1
    found: int


@dataclass(frozen=True, slots=True)
class RecordForgotten:
    """One record was destroyed before its time."""

    kind: ClassVar[str] = "record_forgotten"
    version: ClassVar[int] = 1
    record: str
    why: ForgetReason


@dataclass(frozen=True, slots=True)
class PersonalDataPurged:
    """The keys of one class of personal data of a day are destroyed, and with them so many records."""

    kind: ClassVar[str] = "personal_data_purged"
    version: ClassVar[int] = 1
    date: str
    of: RecordClass
    records: int


@dataclass(frozen=True, slots=True)
class CareNeedsCounted:
    """How many visits of a closed day had each care need; tied to no visit."""

    kind: ClassVar[str] = "care_needs_counted"
    version: ClassVar[int] = 1
    date: str
    counts: dict[str, int]
