"""What a person or a device can ask of the branch service: one frozen request for each action.

Every request travels with an id made once per user action (design.md, Requests). Those that act on a leg carry the
version of the leg that the person saw, so that a page that is behind cannot act on something else.
"""

from typing import get_args

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
    ReturnTicket,
    StartService,
    TransferTicket,
    VoidTicket,
)

__all__ = [
    "SIMULATED",
    "AbandonTicket",
    "AddService",
    "AnnounceAgain",
    "AnswerHelp",
    "AnswerRating",
    "By",
    "CallHelp",
    "CallNext",
    "CallTicket",
    "CloseCounter",
    "CloseDay",
    "FinishService",
    "IssueTicket",
    "LegStep",
    "OpenCounter",
    "ParkTicket",
    "PassTicket",
    "PrintGuide",
    "RateVisit",
    "ReopenDay",
    "ReportCheck",
    "ReportKeeping",
    "ReportPrint",
    "ReportPrinter",
    "Reprint",
    "Request",
    "ReturnTicket",
    "StartService",
    "TransferTicket",
    "VoidTicket",
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
)

request_of_kind: dict[str, type] = {cls.kind: cls for cls in get_args(Request)}
"""Every request by the kind it travels under."""
