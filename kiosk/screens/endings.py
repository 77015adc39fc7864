"""How a screen ends, for whoever looks after it: told by its exit code. Nothing of Qt is needed to know them."""

from typing import Final

RESTART: Final = 10
"""It wants to be started again."""
LEAVE: Final = 11
"""A technician left it: the session ends, at the login of the system."""
