"""`kiosk tour`: the real screens and pages, driven through a whole visit, with a picture of every step."""

from kiosk.lab.tour.run import take_tour

__all__ = ["take_tour"]
