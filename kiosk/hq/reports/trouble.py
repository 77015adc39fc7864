"""What went wrong with the machines of branches: paper, printers, calls for help, and what their checks found."""

from collections import defaultdict
from collections.abc import Collection
from typing import Final

from kiosk.hq.reports.adding import added, asked
from kiosk.hq.reports.shapes import Machines, PrinterTrouble, Trouble
from kiosk.hq.store.port import Store

_NAMES: Final = "SELECT branch, name FROM site"
_PRINTERS: Final = "SELECT branch, printer, condition, found_ms FROM rollup_printer ORDER BY branch, printer"
_FOUND: Final = "SELECT branch, thing, finding, count(*) FROM rollup_finding"
_SPAN: Final = "date BETWEEN :first AND :last GROUP BY branch, thing, finding"
_FOUND_ALL: Final = f"{_FOUND} WHERE {_SPAN}"
_FOUND_OF: Final = f"{_FOUND} INDEXED BY rollup_finding_of WHERE branch = :branch AND {_SPAN}"
_FOUND_LAST: Final = """
SELECT live.branch, finding.thing, finding.finding
  FROM rollup_live AS live JOIN rollup_finding AS finding ON finding.date = live.date AND finding.branch = live.branch
  ORDER BY live.branch, finding.thing"""
QUERIES: Final = (_NAMES, _PRINTERS, _FOUND_ALL, _FOUND_OF, _FOUND_LAST)
"""Every statement of this module."""


def machines(store: Store) -> list[Machines]:
    """Return the machines of every branch that told of any, as they were last found; by branch."""
    printers: defaultdict[str, list[PrinterTrouble]] = defaultdict(list)
    findings: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for server in store.servers:
        with server.read() as conn:
            for branch, *printer in conn.execute(_PRINTERS).fetchall():
                printers[branch].append(PrinterTrouble(*printer))
            for branch, thing, finding in conn.execute(_FOUND_LAST).fetchall():
                findings[branch][thing] = finding
    return [
        Machines(branch, tuple(printers[branch]), findings[branch])
        for branch in sorted({*printers, *findings})
    ]


def trouble(
    store: Store, date_from: str, date_to: str, branches: Collection[str] | None = None
) -> list[Trouble]:
    """Return the troubles of all branches or some from one ISO date to another, both included; by branch."""
    found: defaultdict[str, defaultdict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    printers: defaultdict[str, list[PrinterTrouble]] = defaultdict(list)
    names: dict[str, str] = {}
    for server in store.servers:
        with server.read() as conn:
            names |= dict(conn.execute(_NAMES).fetchall())
            for branch, *printer in conn.execute(_PRINTERS).fetchall():
                printers[branch].append(PrinterTrouble(*printer))
    for server, some in asked(store, branches):
        with server.read() as conn:
            for branch in some:
                span = {"first": date_from, "last": date_to, "branch": branch}
                rows = conn.execute(_FOUND_OF if branch else _FOUND_ALL, span).fetchall()
                for one, thing, finding, days in rows:
                    found[one][thing][finding] = int(days)
    return [
        Trouble(
            day.branch, names.get(day.branch) or day.branch, day.days, day.paper, day.helps, day.helps_answered,
            {thing: dict(findings) for thing, findings in found[day.branch].items()}, tuple(printers[day.branch]),
        )
        for day in added(store, date_from, date_to, branches, ("branch",), "days")
    ]  # fmt: skip
