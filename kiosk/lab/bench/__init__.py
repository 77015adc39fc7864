"""`kiosk bench`: what a customer waits for, measured against the floor of this very disk in the same run."""

from kiosk.lab.bench.run import run_bench

__all__ = ["run_bench"]
