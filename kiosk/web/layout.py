"""The frame of every page: the template environment, and the choices a browser remembers."""

from pathlib import Path
from typing import Final, TypeVar

from fastapi import Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

Choice = TypeVar("Choice", bound=str)

_YEAR_S: Final = 365 * 24 * 3600


def environment(folder: Path) -> Environment:
    """Return the templates of `folder`: everything is escaped, and a name that is missing raises."""
    return Environment(
        loader=FileSystemLoader(folder, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def chosen(request: Request, name: str, allowed: tuple[Choice, ...]) -> Choice:
    """Return the choice in the query, else the one the browser remembers in a cookie, else the first allowed."""
    wanted = (request.query_params.get(name), request.cookies.get(name))
    return next((value for wish in wanted for value in allowed if value == wish), allowed[0])


def remember(request: Request, response: Response, name: str, allowed: tuple[str, ...]) -> None:
    """Let the browser remember a choice the query made; anything not allowed is forgotten at once."""
    if request.query_params.get(name) in allowed:
        response.set_cookie(
            name, request.query_params[name], max_age=_YEAR_S, httponly=True, samesite="strict"
        )
