"""What a person or a device can ask of the branch service: one frozen request for each action.

Every request travels with an id made once per user action (design.md, Requests). Those that act on a leg carry the
version of the leg that the person saw, so that a page that is behind cannot act on something else.
"""

from typing import get_args

from kiosk.domain.facts import RecordClass
from kiosk.domain.requests.by import SIMULATED, By
from kiosk.domain.requests.house import (
    AnswerHelp,
    CallHelp,
    CloseCounter,
    CloseDay,
    OpenCounter,
    ReopenDay,
    ReportCheck,
    ReportKeeping,
)
from kiosk.domain.requests.paper import (
    AnswerRating,
    PrintGuide,
    RateVisit,
    ReportPrint,
    ReportPrinter,
    Reprint,
)
from kiosk.domain.requests.people import (
    AddStaff,
    ChangeRoles,
    DoMaintenance,
    InviteDevice,
    LockStaff,
    PairDevice,
    ReadPaper,
    RemoveStaff,
    RevokeDevice,
    SetPin,
    SignIn,
    SignOut,
)
from kiosk.domain.requests.ticket import (
    AbandonTicket,
    AddService,
    AnnounceAgain,
    CallNext,
    CallTicket,
    FinishService,
    IssueTicket,
    LegStep,
    ParkTicket,
    PassTicket,
    ReachStep,
    ReturnTicket,
    StartService,
    TransferTicket,
    VoidTicket,
)
from kiosk.domain.requests.vault import (
    ForgetRecord,
    KeepRecord,
    MarkCare,
    ReadRecord,
    ReportCare,
    ReportPurge,
    ReportSearch,
)

__all__ = [
    "SIMULATED",
    "AbandonTicket",
    "AddService",
    "AddStaff",
    "AnnounceAgain",
    "AnswerHelp",
    "AnswerRating",
    "By",
    "CallHelp",
    "CallNext",
    "CallTicket",
    "ChangeRoles",
    "CloseCounter",
    "CloseDay",
    "DoMaintenance",
    "FinishService",
    "ForgetRecord",
    "InviteDevice",
    "IssueTicket",
    "KeepRecord",
    "LegStep",
    "LockStaff",
    "MarkCare",
    "OpenCounter",
    "PairDevice",
    "ParkTicket",
    "PassTicket",
    "PrintGuide",
    "RateVisit",
    "ReachStep",
    "ReadPaper",
    "ReadRecord",
    "RemoveStaff",
    "ReopenDay",
    "ReportCare",
    "ReportCheck",
    "ReportKeeping",
    "ReportPrint",
    "ReportPrinter",
    "ReportPurge",
    "ReportSearch",
    "Reprint",
    "Request",
    "ReturnTicket",
    "RevokeDevice",
    "SetPin",
    "SignIn",
    "SignOut",
    "StartService",
    "TransferTicket",
    "VoidTicket",
    "personal_class",
    "request_of_kind",
]


Request = (
    IssueTicket
    | AddService
    | OpenCounter
    | CloseCounter
    | CallNext
    | CallTicket
    | AnnounceAgain
    | PassTicket
    | ReturnTicket
    | VoidTicket
    | AbandonTicket
    | ParkTicket
    | TransferTicket
    | StartService
    | FinishService
    | RateVisit
    | AnswerRating
    | Reprint
    | PrintGuide
    | CallHelp
    | AnswerHelp
    | CloseDay
    | ReopenDay
    | ReportPrint
    | ReportPrinter
    | ReportCheck
    | ReportKeeping
    | ReachStep
    | AddStaff
    | ChangeRoles
    | InviteDevice
    | LockStaff
    | PairDevice
    | DoMaintenance
    | ReadPaper
    | RemoveStaff
    | RevokeDevice
    | SetPin
    | SignIn
    | SignOut
    | ForgetRecord
    | KeepRecord
    | MarkCare
    | ReadRecord
    | ReportCare
    | ReportPurge
    | ReportSearch
)


def personal_class(request: Request) -> RecordClass | None:
    """Return the class of the personal data that stands in a request, None where there is none."""
    match request:
        case KeepRecord():
            return "contact"
        case MarkCare():
            return "care"
        case IssueTicket() if request.care_needs:
            return "care"
        case _:
            return None


request_of_kind: dict[str, type] = {cls.kind: cls for cls in get_args(Request)}
"""Every request by the kind it travels under."""
