"""Which role may ask what of the branch service.

A role is what somebody asks as: a public screen (`entrance`, `exit`, `hall`), a teller at a counter (`counter`), the
lobby (`reception`, and `manager` for the lobby manager), the branch manager's office (`office`), the technician. Which
device and which person may ask in which role stands in `kiosk.domain.staff`.
"""

from kiosk.domain import requests as r

_STAFF: tuple[type, ...] = (
    r.ReachStep,
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
    r.MarkCare,
    r.KeepRecord,
    r.ReadRecord,
    r.ForgetRecord,
)
_TELLER: tuple[type, ...] = (
    r.OpenCounter,
    r.CloseCounter,
    r.CallNext,
    r.CallTicket,
    r.AnnounceAgain,
    r.PassTicket,
    r.ParkTicket,
    r.TransferTicket,
    r.StartService,
    r.ReachStep,
    r.FinishService,
    r.AddService,
    r.Reprint,
    r.MarkCare,
    r.KeepRecord,
    r.CallHelp,
)

allowed_requests: dict[str, tuple[type, ...]] = {
    "entrance": (r.IssueTicket, r.PrintGuide, r.CallHelp),
    "exit": (r.RateVisit, r.CallHelp),
    "hall": (),
    "reception": _STAFF,
    "manager": (*_STAFF, r.AnswerRating),
    "counter": _TELLER,
    "office": (
        r.AddStaff,
        r.ChangeRoles,
        r.RemoveStaff,
        r.InviteDevice,
        r.RevokeDevice,
        r.ReadRecord,
        r.ForgetRecord,
        r.CallHelp,
    ),
    "technician": (r.InviteDevice, r.RevokeDevice, r.CallHelp),
    "door": (
        r.AddStaff,
        r.SetPin,
        r.LockStaff,
        r.SignIn,
        r.SignOut,
        r.PairDevice,
        r.ReadPaper,
        r.DoMaintenance,
        r.ReportSearch,
    ),
    "system": (
        r.AddStaff,
        r.ReportPrint,
        r.ReportPrinter,
        r.ReportCheck,
        r.ReportKeeping,
        r.ReportPurge,
        r.ReportCare,
    ),
}
"""Nobody on the staff side may rate: tellers who can trigger a rating will game it (D3).

`system` and `door` are no devices: the service itself asks as them, as `door` for whoever has just proved something.
The system adds staff only by `kiosk new-manager`, at the machine itself.
"""
