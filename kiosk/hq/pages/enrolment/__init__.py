"""The page where branches are let in: vouchers made and withdrawn, branches revoked, let in again and replaced."""

from kiosk.hq.pages.enrolment.routes import router

__all__ = ["router"]
