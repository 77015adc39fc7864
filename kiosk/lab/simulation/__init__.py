"""A day of customers against a running demonstration branch, through its API. May import what lab may; never Qt.

`write_script` says beforehand who comes when and what each does, from a seed; `Driver` plays a script and decides only by
it and by the branch's answers; `Client` asks over HTTP, through restarts of the service; `Pace` keeps the time.
"""

from kiosk.lab.simulation.client import BranchGone, Client
from kiosk.lab.simulation.driver import Driver
from kiosk.lab.simulation.outcome import Outcome
from kiosk.lab.simulation.pace import Pace
from kiosk.lab.simulation.script import Break, Customer, Opinion, Script
from kiosk.lab.simulation.writing import write_script

__all__ = [
    "BranchGone",
    "Break",
    "Client",
    "Customer",
    "Driver",
    "Opinion",
    "Outcome",
    "Pace",
    "Script",
    "write_script",
]
