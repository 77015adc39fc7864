"""The branch manager's office: who works here, which devices are let in, what is kept of customers, and the audit list.

The part about devices is the technician's page as well.
"""

from kiosk.pages.office.routes import router

__all__ = ["router"]
