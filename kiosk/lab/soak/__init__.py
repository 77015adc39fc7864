"""Weeks of simulated days against a branch service that is hurt all the time: what it counts, and whether it grows."""

from kiosk.lab.soak.plan import Plan
from kiosk.lab.soak.report import Report
from kiosk.lab.soak.run import NotEmpty, run_soak

__all__ = ["NotEmpty", "Plan", "Report", "run_soak"]
