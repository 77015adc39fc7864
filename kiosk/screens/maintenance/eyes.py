"""How large and in which colours the panel is shown; the customers' own look comes back with its end."""

from dataclasses import replace

from kiosk.domain.flow import events as e
from kiosk.domain.flow.view import View, seen
from kiosk.screens.look import LookModel


class Eyes:
    """The technician's look at a screen."""

    def __init__(self, look: LookModel) -> None:
        """Change nothing yet."""
        self._look = look
        self._view, self._former = View(), View()

    def open(self) -> None:
        """Keep the look of the screen, and begin with the same one, on its whole height."""
        self._former = self._look.view
        self._show(replace(self._former, low=False))

    def close(self) -> None:
        """Put the look back that was there before."""
        self._look.show(self._former)

    def happen(self, event: e.Larger | e.Recolour) -> None:
        """Change the look of the panel."""
        self._show(seen(self._view, event))

    def _show(self, view: View) -> None:
        self._view = view
        self._look.show(view)
