"""The static files of the pages: styles, scripts and pictures from memory, and the Chinese font from its package."""

import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse

from kiosk.fonts import variable_font_file

_FOLDERS: Final = ("css", "js", "img")
_ASK_EACH_TIME: Final = {"cache-control": "no-cache"}
"""Small files: a tablet asks whether they changed, so that after an update no page mixes two versions."""
_KEEP: Final = {"cache-control": "public, max-age=31536000, immutable"}
"""The font is 17 MB and does not change under its name."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One static file as it is sent."""

    content: bytes
    media_type: str
    etag: str


def load_assets(folder: Path) -> dict[str, Asset]:
    """Return the files below css, js and img of `folder` by their path, such as `css/page.css`."""
    files = (file for name in _FOLDERS for file in sorted((folder / name).rglob("*")) if file.is_file())
    return {file.relative_to(folder).as_posix(): _asset(file) for file in files}


def router(folder: Path) -> APIRouter:
    """Return the routes below /static for the files of `folder` as they are now, and the font.

    Only names found at the start are ever served: no path is built from what a browser sent.
    """
    assets = load_assets(folder)
    routes = APIRouter(include_in_schema=False)

    @routes.get("/static/fonts/NotoSansSC.ttf")
    async def font() -> FileResponse:
        return FileResponse(variable_font_file(), media_type="font/ttf", headers=_KEEP)

    @routes.get("/static/{path:path}")
    async def asset(path: str, request: Request) -> Response:
        found = assets.get(path)
        if found is None:
            return Response("No such file.", 404, media_type="text/plain")
        headers = {"etag": found.etag, **_ASK_EACH_TIME}
        if request.headers.get("if-none-match") == found.etag:
            return Response(status_code=304, headers=headers)
        return Response(found.content, headers=headers, media_type=found.media_type)

    return routes


def _asset(file: Path) -> Asset:
    content = file.read_bytes()
    # Not the system's table: on some Windows machines its registry calls .js text/plain, which nosniff then blocks.
    media_type = mimetypes.MimeTypes().guess_type(file.name)[0] or "application/octet-stream"
    return Asset(content, media_type, f'"{hashlib.sha256(content).hexdigest()[:16]}"')
