"""Which role may ask what of the branch service."""

from kiosk.domain import requests as r

_STAFF: tuple[type, ...] = (
    r.IssueTicket,
    r.AddService,
    r.OpenCounter,
    r.CloseCounter,
    r.CallNext,
    r.CallTicket,
    r.AnnounceAgain,
    r.PassTicket,
    r.ReturnTicket,
    r.VoidTicket,
    r.AbandonTicket,
    r.ParkTicket,
    r.TransferTicket,
    r.StartService,
    r.FinishService,
    r.Reprint,
    r.PrintGuide,
    r.CallHelp,
    r.AnswerHelp,
    r.CloseDay,
    r.ReopenDay,
)

allowed_requests: dict[str, tuple[type, ...]] = {
    "entrance": (r.IssueTicket, r.PrintGuide, r.CallHelp),
    "exit": (r.RateVisit, r.CallHelp),
    "hall": (),
    "reception": _STAFF,
    "manager": (*_STAFF, r.AnswerRating),
    "system": (r.ReportPrint, r.ReportPrinter, r.ReportCheck, r.ReportKeeping),
}
"""Nobody on the staff side may rate: tellers who can trigger a rating will game it (D3). `system` is no device."""
