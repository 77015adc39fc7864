"""What the people of headquarters may do, page by page. What no line here names is open to nobody."""

from collections.abc import Collection, Mapping
from typing import Final, Literal, get_args

Role = Literal["viewer", "operator", "privacy", "auditor", "owner"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
"""What a person may be. Every one sees all figures; none includes another: whoever makes people (owner) opens no records."""
EVERYBODY: Final[frozenset[str]] = frozenset(ROLES)

OPEN: Final = (
    "/static",
    "/openapi.json",
    "/v1/branches",
    "/v1/carriage",
    "/v1/enrol",
    "/sign-in",
    "/unlock",
    "/sign-out",
    "/first",
)
"""Open to everybody, and each looks after itself: branches sign what they ask, and the doors tell nothing."""
OWN: Final = ("/password", "/door")
"""Where somebody looks after their own password and session."""

_OPERATOR: Final = frozenset({"operator"})
_SEE: Final[Mapping[str, frozenset[str]]] = {
    "/board": EVERYBODY,
    "/events": EVERYBODY,
    "/branches": EVERYBODY,
    "/compare": EVERYBODY,
    "/visits": EVERYBODY,
    "/trouble": EVERYBODY,
    "/branches/new": _OPERATOR,
    "/vouchers": _OPERATOR,
    "/packs": _OPERATOR,
    "/carriage": _OPERATOR,
    "/records": frozenset({"privacy"}),
    "/audit": frozenset({"auditor"}),
    "/people": frozenset({"owner"}),
}
_DO: Final[Mapping[str, frozenset[str]]] = {
    "/branches": _OPERATOR,
    "/vouchers": _OPERATOR,
    "/packs": _OPERATOR,
    "/carriage": _OPERATOR,
    "/records": frozenset({"privacy"}),
    "/people": frozenset({"owner"}),
}
_LOOKS: Final = frozenset({"GET", "HEAD"})


def is_open(path: str) -> bool:
    """Tell whether a path is open to everybody."""
    return any(_is_below(path, prefix) for prefix in OPEN)


def who_may(method: str, path: str) -> frozenset[str]:
    """Return the roles to which a path is open: the longest line that names it counts. None: open to nobody.

    A path with a dot, such as the same page as a table, is that page.
    """
    if path == "/" and method in _LOOKS:
        return EVERYBODY
    if any(_is_below(path, prefix) for prefix in OWN):
        return EVERYBODY
    table = _SEE if method in _LOOKS else _DO
    lines = [prefix for prefix in table if _is_below(path, prefix)]
    return table[max(lines, key=len)] if lines else frozenset()


def may(roles: Collection[str], method: str, path: str) -> bool:
    """Tell whether somebody of these roles may ask for a path."""
    return not who_may(method, path).isdisjoint(roles)


def _is_below(path: str, prefix: str) -> bool:
    return path == prefix or path.startswith((f"{prefix}/", f"{prefix}."))
